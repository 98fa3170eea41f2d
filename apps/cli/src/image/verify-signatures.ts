import type { ImageInspection, ImageVerification, Trust } from '@breakwater/image';
import { type Problem, toErrorMessage } from '@breakwater/model';
import type { ImageOptions } from './image-options.ts';
import type { ImageTrust } from './read-trust-rule.ts';

/** Asks the registry of an image for its signatures and verifies them; Ctrl+C ends it. Throws ImageError. */
export async function verifySignatures(name: string, asked: ImageTrust | undefined, options: ImageOptions): Promise<ImageVerification> {
  const { ImageError, NO_TRUST, verifyImage } = await import('@breakwater/image');
  const stop = new AbortController();
  const onSignal = (): void => stop.abort(new ImageError('source-invalid', 'stopped'));
  process.once('SIGINT', onSignal);
  const trust: Trust = asked?.trust ?? NO_TRUST;
  const { platform, registry } = options;
  try {
    return await verifyImage(name, registry, { trust, platform, signatureRepository: asked?.signatureRepository, signal: stop.signal });
  } finally {
    process.off('SIGINT', onSignal);
  }
}

/**
 * Who signed an image that was read, where somebody is trusted for it: of the very digest that was read, whatever its tag means by now. What could
 * not be asked is a problem; what lies on this machine has no signatures to ask for.
 */
export async function verifyInspected(
  { image, problems }: ImageInspection,
  asked: ImageTrust | undefined,
  options: ImageOptions,
): Promise<{ readonly verification: ImageVerification | undefined; readonly problems: readonly Problem[] }> {
  const digest = image.indexDigest ?? image.digest;
  if (asked === undefined || image.kind !== 'registry' || digest === undefined) return { verification: undefined, problems };
  const { ImageError } = await import('@breakwater/image');
  try {
    const name = `${image.name.split('@')[0]}@${digest}`;
    const verification = await verifySignatures(name, asked, { ...options, platform: options.platform ?? image.platform });
    return { verification, problems: [...problems, ...verification.problems] };
  } catch (cause) {
    if (!(cause instanceof ImageError)) throw cause;
    return { verification: undefined, problems: [...problems, { code: cause.code, message: toErrorMessage(cause), source: image.name }] };
  }
}
