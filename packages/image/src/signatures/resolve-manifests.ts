import { arch } from 'node:process';
import { ImageError } from '../errors.ts';
import { checkDigest, toDigest } from '../layer/digest.ts';
import { LIMITS } from '../limits.ts';
import { formatReference, type ImageReference } from '../registry/reference.ts';
import type { RegistryClient } from '../registry/registry-client.ts';
import { choosePlatform, toHostPlatform } from '../source/choose-platform.ts';
import { type Descriptor, parseManifest } from '../source/manifest.ts';

/** The manifests that stand for an image: a signature over any of them is one over the image. */
export interface ImageManifests {
  /** The platform's own first, then the index that names it, and that one's. */
  readonly manifests: readonly { readonly digest: string; readonly bytes: Buffer }[];
  readonly platform: string | undefined;
  /** Attestations that BuildKit put beside the platform's manifest into the index. */
  readonly attestations: readonly Descriptor[];
}

/** From a tag or digest down to the manifest of one platform, every byte checked. Throws ImageError. */
export async function resolveManifests(
  client: RegistryClient,
  reference: ImageReference,
  platform: string | undefined,
): Promise<ImageManifests> {
  const name = formatReference(reference);
  let bytes = await client.manifest(reference.digest ?? reference.tag ?? 'latest');
  let digest = reference.digest ?? toDigest(bytes);
  const manifests: ImageManifests['manifests'][number][] = [];
  let found: Pick<ImageManifests, 'platform' | 'attestations'> = { platform: undefined, attestations: [] };
  for (let depth = 0; depth <= LIMITS.indexDepth; depth++) {
    checkDigest(bytes, digest);
    manifests.unshift({ digest, bytes });
    const manifest = parseManifest(bytes, name);
    if (manifest.kind === 'image') return { manifests, ...found };
    const chosen = choosePlatform(manifest.manifests, platform, toHostPlatform(arch), name);
    found = {
      platform: chosen.platform ?? found.platform,
      attestations: manifest.manifests.filter(entry => isAttestationOf(entry, chosen)),
    };
    digest = chosen.digest;
    bytes = await client.manifest(digest);
  }
  throw new ImageError('document-invalid', `${name} has indexes within indexes, more than ${LIMITS.indexDepth} deep`);
}

/** https://github.com/moby/buildkit/blob/master/docs/attestations/attestation-storage.md */
function isAttestationOf({ annotations }: Descriptor, { digest }: Descriptor): boolean {
  return annotations['vnd.docker.reference.type'] === 'attestation-manifest' && annotations['vnd.docker.reference.digest'] === digest;
}
