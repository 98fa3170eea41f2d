import { HUB_HOST, parseReference } from '../registry/reference.ts';
import { chooseRule } from './choose-rule.ts';
import type { Trust, TrustedIdentity } from './trust.ts';
import { parsePublicKey } from './trusted-key.ts';
import { parseTrustedRoot } from './trusted-root.ts';

/** Whose signatures count for which images, as plain data: it goes to other threads, and can be compared. */
export interface TrustSource {
  /** Pattern of registry and repository. */
  readonly images: string;
  /** Public keys in PEM. */
  readonly keys: readonly { readonly name: string; readonly pem: string }[];
  readonly identities: readonly TrustedIdentity[];
  /** trusted_root.json */
  readonly root?: { readonly name: string; readonly text: string };
  readonly predicateTypes: readonly string[];
  readonly builders: readonly string[];
  readonly sources: readonly string[];
  /** Repository that holds the signatures, where that is another. */
  readonly signatureRepository?: string;
}

/** Throws ImageError. */
export function toTrust({ keys, identities, root, predicateTypes, builders, sources }: TrustSource): Trust {
  return {
    keys: keys.map(({ name, pem }) => parsePublicKey(pem, name)),
    identities,
    root: root === undefined ? undefined : parseTrustedRoot(Buffer.from(root.text), root.name),
    predicateTypes,
    builders,
    sources,
  };
}

/** The source that decides over an image, the narrowest; undefined when none does. Throws ImageError for what is no reference. */
export function chooseTrustSource(sources: readonly TrustSource[], reference: string): TrustSource | undefined {
  const { host, repository } = parseReference(reference);
  return chooseRule(sources, `${host === HUB_HOST ? 'docker.io' : host}/${repository}`);
}
