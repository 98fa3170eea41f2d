import { ImageError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { RegistryClient } from '../registry/registry-client.ts';
import { parseJsonObject } from '../source/json.ts';
import { type Descriptor, toDescriptor } from '../source/manifest.ts';
import { type Attached, listAttached, mayBeSignature } from './attached.ts';
import type { ImageManifests } from './resolve-manifests.ts';

/** Suffixes of the tags that cosign writes. https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md#storage */
const SUFFIXES = ['.sig', '.att', '.sbom'];
/** Tags are not longer: a digest of SHA-512 has none. */
const TAG_LENGTH = 128;

/**
 * All that is attached to the manifests of an image: tags of cosign, referrers (by their API, else by the tag that stands for it), attestations
 * within the index. `client` reads the repository of the image, `signatures` that of the signatures, which may be another. Nothing is passed over
 * because a registry did not answer: that throws ImageError.
 */
export async function* findAttached(client: RegistryClient, signatures: RegistryClient, image: ImageManifests): AsyncGenerator<Attached> {
  const [own] = image.manifests;
  for (const { digest } of image.manifests) {
    const tag = digest.replace(':', '-');
    for (const suffix of tag.length < TAG_LENGTH - 5 ? SUFFIXES : []) yield* readAt(signatures, `${tag}${suffix}`, digest);
    for await (const { digest: place } of listReferrers(signatures, digest, tag)) yield* readAt(signatures, place, digest);
  }
  for (const { digest } of image.attestations) yield* readAt(client, digest, own?.digest ?? '');
}

async function* readAt(store: RegistryClient, place: string, subject: string): AsyncGenerator<Attached> {
  const bytes = await store.findManifest(place);
  const where = { subject, place, store };
  if (bytes !== undefined) yield* listAttached(bytes, where);
  else if (place.includes(':')) yield { ...where, form: 'unknown', layer: undefined, fault: 'the registry names it and has it not' };
}

/** The registry may ignore any filter, so none is asked for. */
async function* listReferrers(client: RegistryClient, digest: string, tag: string): AsyncGenerator<Descriptor> {
  let page = await client.findReferrers(digest);
  if (page === undefined) {
    const bytes = tag.length <= TAG_LENGTH ? await client.findManifest(tag) : undefined;
    if (bytes !== undefined) yield* listDescriptors(bytes);
    return;
  }
  for (let count = 1; page !== undefined; count++) {
    yield* listDescriptors(page.bytes);
    if (page.next === undefined) return;
    if (count >= LIMITS.referrerPages) {
      throw new ImageError(
        'document-too-large',
        `more than ${LIMITS.referrerPages} pages of artifacts refer to ${digest}; delete those that are not needed`,
      );
    }
    page = await client.findReferrers(digest, page.next);
  }
}

function* listDescriptors(bytes: Uint8Array): Generator<Descriptor> {
  const { manifests } = parseJsonObject(bytes, 'the list of referrers');
  if (!Array.isArray(manifests)) throw new ImageError('document-invalid', 'the list of referrers is no index');
  for (const value of manifests) {
    const descriptor = toDescriptor(value);
    if (mayBeSignature(descriptor.artifactType)) yield descriptor;
  }
}
