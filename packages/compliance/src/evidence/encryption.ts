import { readAt, toMaps, toTexts, type Yaml } from './yaml.ts';

export interface SecretProvider {
  /** Index of the entry of `resources` that covers secrets. */
  readonly entry: number;
  /** As `kms v2`, `aescbc`; empty when the entry names none. https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/#providers */
  readonly name: string;
  readonly kind: string;
}

/** What newly written Secrets are encrypted with: the first provider of the first entry that covers them. Undefined when no entry does: they are stored as they are. */
export function findSecretProvider(config: Yaml): SecretProvider | undefined {
  const entries = toMaps(readAt(config, ['resources']));
  const index = entries.findIndex(entry => toTexts(entry['resources']).some(coversSecrets));
  if (index < 0) return undefined;
  const [first] = toMaps(entries[index]?.['providers']);
  const kind = Object.keys(first ?? {})[0] ?? '';
  const version = readAt(first, [kind, 'apiVersion']);
  return { entry: index, kind, name: kind === 'kms' ? `kms ${typeof version === 'string' ? version : 'v1'}` : kind };
}

/** `*.` is everything of the core group, `*.*` everything. */
function coversSecrets(resource: string): boolean {
  return resource === 'secrets' || resource === '*.' || resource === '*.*';
}
