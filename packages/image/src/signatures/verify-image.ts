import type { Problem } from '@breakwater/model';
import { ImageError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { createHttp, type Http } from '../registry/http.ts';
import { createRegistryClient, isPassedOver, listMirrors, type RegistryOptions } from '../registry/open-registry.ts';
import { formatReference, type ImageReference, parseReference } from '../registry/reference.ts';
import { isLocalPath } from '../source/open-local.ts';
import { conclude, type Judged } from './conclude.ts';
import { findAttached } from './find-attached.ts';
import type { ImageVerification } from './image-verification.ts';
import { resolveManifests } from './resolve-manifests.ts';
import { checkTrust, type Trust } from './trust.ts';
import { verifyAttached } from './verify-attached.ts';

export interface VerifyImageOptions {
  readonly trust: Trust;
  /** `os/architecture[/variant]` where there are several. */
  readonly platform?: string | undefined;
  /** Repository that holds the signatures; that of the image when absent. */
  readonly signatureRepository?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds every signature and attestation of an image in its registry and verifies them. A mirror is asked first; where it has none, the registry
 * is. Throws ImageError, also when the registry does not answer: that is not the same as no signature.
 */
export async function verifyImage(text: string, registry: RegistryOptions, options: VerifyImageOptions): Promise<ImageVerification> {
  checkTrust(options.trust);
  if (isLocalPath(text)) {
    const message = `${text} lies on this machine, and signatures lie in registries; give the reference that it is pulled by`;
    throw new ImageError('signatures-need-registry', message);
  }
  const reference = parseReference(text);
  await using http = createHttp(registry.proxies);
  for (const at of listMirrors(reference, registry)) {
    const mirrored = await tryMirror(() => verifyAt(at, reference, http, registry, options));
    if (mirrored !== undefined && mirrored.state !== 'none') return mirrored;
  }
  return await verifyAt(reference, reference, http, registry, options);
}

async function tryMirror<T>(verify: () => Promise<T>): Promise<T | undefined> {
  try {
    return await verify();
  } catch (cause) {
    if (isPassedOver(cause)) return undefined;
    throw cause;
  }
}

/** `reference` is what the user asked for, `at` where it is looked for. */
async function verifyAt(
  at: ImageReference,
  reference: ImageReference,
  http: Http,
  registry: RegistryOptions,
  options: VerifyImageOptions,
): Promise<ImageVerification> {
  const { trust, platform, signal, signatureRepository } = options;
  const client = await createRegistryClient(at, http, registry, signal === undefined ? {} : { signal });
  const image = await resolveManifests(client, at, platform);
  const other = signatureRepository === undefined ? undefined : parseReference(signatureRepository);
  const signatures =
    other === undefined ? client : await createRegistryClient(other, http, registry, signal === undefined ? {} : { signal });
  const name = formatReference(reference);
  const judged: Judged[] = [];
  const problems: Problem[] = [];
  let bytes = 0;
  const spend = (count: number): void => {
    bytes += count;
  };
  for await (const attached of findAttached(client, signatures, image)) {
    if (judged.length >= LIMITS.signatures || bytes >= LIMITS.signatureTotalBytes) {
      problems.push(toCutProblem(name));
      break;
    }
    const { form, subject, place } = attached;
    const judgement = await verifyAttached(attached, image, trust, spend);
    const { signer, reason, statement } = judgement;
    const state = signer !== undefined ? 'verified' : form === 'notation' ? 'not-evaluated' : 'not-verified';
    judged.push({ finding: { form, subject, place, state, signer, reason, statement }, judgement });
  }
  const [own, index] = image.manifests;
  if (own === undefined) throw new ImageError('image-not-found', `${name} has no manifest`);
  return {
    name,
    digest: own.digest,
    indexDigest: index?.digest,
    platform: image.platform,
    ...conclude(judged, trust),
    findings: judged.map(({ finding }) => finding),
    problems,
    complete: problems.length === 0,
  };
}

function toCutProblem(source: string): Problem {
  const message = `more is attached to it than the ${LIMITS.signatures} signatures and ${LIMITS.signatureTotalBytes} bytes that are verified; delete those that are not needed`;
  return { code: 'signatures-cut', message, source };
}
