import {
  chooseTrustSource,
  ImageError,
  type ImageInspection,
  type ImageSource,
  type ImageVerification,
  type RegistryOptions,
  type TrustSource,
  toTrust,
  verifyImage,
} from '@breakwater/image';

/** An image with who signed it, as far as that is known. */
export interface Verified {
  readonly inspection: ImageInspection;
  readonly verification: ImageVerification | undefined;
}

/**
 * Verifies the very digest that was read, by the rule that decides over its repository. Nothing is known where no rule does, and where the registry
 * could not be asked, which is a problem of the image: not the same as no signature.
 */
export async function verifyInspected(
  inspection: ImageInspection,
  { name, digest, indexDigest, platform }: Pick<ImageSource, 'name' | 'digest' | 'indexDigest' | 'platform'>,
  trust: readonly TrustSource[],
  registry: RegistryOptions,
  signal: AbortSignal,
): Promise<Verified> {
  try {
    const source = chooseTrustSource(trust, name);
    if (source === undefined) return { inspection, verification: undefined };
    const { signatureRepository } = source;
    const options = { trust: toTrust(source), platform, signatureRepository, signal };
    const verification = await verifyImage(`${name.split('@')[0]}@${indexDigest ?? digest}`, registry, options);
    return { inspection: withProblems(inspection, verification.problems), verification };
  } catch (cause) {
    if (!(cause instanceof ImageError) || signal.aborted) throw cause;
    const message = `who signed it is not known: ${cause.message}`;
    return { inspection: withProblems(inspection, [{ code: cause.code, message, source: name }]), verification: undefined };
  }
}

function withProblems(inspection: ImageInspection, problems: ImageInspection['problems']): ImageInspection {
  return { ...inspection, problems: [...inspection.problems, ...problems] };
}
