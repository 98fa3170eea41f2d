import { createHash } from 'node:crypto';
import type { Cataloger } from '../catalog/cataloger.ts';
import { classifiers } from '../classifiers.generated.ts';
import type { LayerContent, LayerSource } from '../layer/layer.ts';
import { secretKinds } from '../secrets/kinds.ts';
import type { CacheFolder } from './cache-folder.ts';
import { packLayer, unpackLayer } from './pack-layer.ts';

/** What was read of layers, by the digest of their archive and everything that decides what is read of it. */
export class LayerCache {
  readonly #folder: CacheFolder;
  readonly #readers: string;

  constructor(folder: CacheFolder, catalogers: readonly Cataloger[], looked: LookedFor) {
    this.#folder = folder;
    this.#readers = describeReaders(catalogers, looked);
  }

  read(source: LayerSource): LayerContent | undefined {
    if (source.diffId === undefined) return undefined;
    const key = this.#toKey(source.diffId);
    const bytes = this.#folder.read(key);
    if (bytes === undefined) return undefined;
    try {
      const kept = unpackLayer(bytes.toString('utf8'), key);
      return kept === undefined ? undefined : { ...kept, digest: source.digest, diffId: source.diffId, size: source.size ?? 0 };
    } catch {
      return undefined;
    }
  }

  /** Only what was read to its end: the rest may be readable next time. */
  write(content: LayerContent): void {
    if (content.diffId === undefined || !content.complete || content.problems.length > 0) return;
    const key = this.#toKey(content.diffId);
    this.#folder.write(key, Buffer.from(packLayer(content, key)));
  }

  #toKey(diffId: string): string {
    return `${diffId} ${this.#readers}`;
  }
}

/** What is looked for beside packages. */
export interface LookedFor {
  /** Credentials; they are when absent. */
  readonly searchSecrets?: boolean;
  /** SHA-256 of every program; they are not when absent, since it takes a sixth of the time. */
  readonly hashPrograms?: boolean;
}

/** Everything that decides what is read of a layer. */
export function describeReaders(catalogers: readonly Cataloger[], { searchSecrets = true, hashPrograms = false }: LookedFor): string {
  return [toReaders(catalogers), searchSecrets ? toKindsDigest() : 'no secrets', ...(hashPrograms ? ['hashes'] : [])].join(' ');
}

function toReaders(catalogers: readonly Cataloger[]): string {
  return catalogers
    .map(({ name, version }) => `${name}@${version}`)
    .toSorted()
    .join(',');
}

/** Of what is data and has no version of its own. */
function toKindsDigest(): string {
  const hash = createHash('sha256');
  for (const { id, marks, pattern, entropy } of secretKinds) hash.update(`${id} ${marks} ${pattern} ${entropy}\n`);
  for (const { name, files, rules } of classifiers) hash.update(`${name} ${files} ${rules.map(rule => Object.values(rule).join(' '))}\n`);
  return hash.digest('hex');
}
