import { toErrorMessage } from '@breakwater/model';
import type { RegistryClient } from '../registry/registry-client.ts';
import { isObject, parseJsonObject, toList, toText } from '../source/json.ts';
import { type Descriptor, toDescriptor } from '../source/manifest.ts';
import { toPlainText } from './plain-text.ts';

export type AttachedForm = 'cosign-signature' | 'cosign-attestation' | 'bundle' | 'in-toto' | 'notation' | 'sbom' | 'unknown';

/** Something that is attached to an image and may say who made it; its content is still to be read. */
export interface Attached {
  readonly form: AttachedForm;
  /** Digest of the manifest that it is attached to. */
  readonly subject: string;
  /** Tag or digest of the manifest that it lies in, and the repository of both. */
  readonly place: string;
  readonly store: RegistryClient;
  readonly layer: Descriptor | undefined;
  /** Why it cannot be read; undefined when nothing says so yet. */
  readonly fault: string | undefined;
}

const NOTATION = 'application/vnd.cncf.notary.signature';
const FORMS: readonly (readonly [RegExp, AttachedForm])[] = [
  [/^application\/vnd\.dev\.cosign\.simplesigning\.v1\+json$/, 'cosign-signature'],
  [/^application\/vnd\.dsse\.envelope\.v1\+json$/, 'cosign-attestation'],
  [/^application\/vnd\.dev\.sigstore\.bundle[.+]/, 'bundle'],
  [/^application\/vnd\.in-toto\+json$/, 'in-toto'],
  [/spdx|cyclonedx|syft/, 'sbom'],
];

/** Types of artifacts that may be signatures or attestations; one that names no type may be too. */
export function mayBeSignature(artifactType: string | undefined): boolean {
  return artifactType === undefined || /sigstore|cosign|notary|in-toto|dsse|spdx|cyclonedx/i.test(artifactType);
}

/** What a manifest of signatures holds, one by one, since hostile ones hold very many. A broken one is one thing that cannot be read. */
export function* listAttached(bytes: Uint8Array, where: Pick<Attached, 'subject' | 'place' | 'store'>): Generator<Attached> {
  const broken = (fault: string): Attached => ({ ...where, form: 'unknown', layer: undefined, fault });
  let count = 0;
  try {
    const { artifactType, config, layers } = parseJsonObject(bytes, 'its manifest');
    const type = toText(artifactType) ?? (isObject(config) ? toText(config['mediaType']) : undefined);
    if (type === NOTATION) {
      yield { ...where, form: 'notation', layer: undefined, fault: undefined };
      return;
    }
    for (const value of toList(layers)) {
      const layer = toDescriptor(value);
      const [, form] = FORMS.find(([pattern]) => pattern.test(layer.mediaType)) ?? [];
      if (form === undefined) continue;
      count += 1;
      yield { ...where, form, layer, fault: undefined };
    }
  } catch (cause) {
    yield broken(toPlainText(toErrorMessage(cause)));
    return;
  }
  if (count === 0) yield broken('it holds nothing of a kind that is known');
}
