import type { FoundPackage } from '../catalog/package-set.ts';
import type { CatalogedSet, LayerContent } from '../layer/layer.ts';
import type { MergedTree } from './merged-tree.ts';

/** A package that the running image has. */
export interface TrackedPackage {
  readonly found: FoundPackage;
  readonly cataloger: string;
  /** The file that proves it. */
  readonly evidence: string;
  /** Index of the layer that brought it: the lowest one from which on it was there without a gap. */
  readonly layer: number;
}

/**
 * Follows package sets from layer to layer. A database is rewritten whole by whoever installs anything, so the layer of the file says
 * nothing: what counts is the difference of the sets. A package that was removed and installed again came with the later layer.
 */
export class PackageTracker {
  readonly #sets = new Map<string, ReadonlyMap<string, TrackedPackage>>();

  /** Call it for each layer in order, after the layer was laid on the tree. */
  apply({ sets }: LayerContent, layer: number, tree: MergedTree): void {
    const bySource = new Map(sets.map(set => [toSource(set), set]));
    for (const [source, before] of this.#sets) {
      if (!bySource.has(source) && !isUntouched(before, layer, tree)) this.#sets.delete(source);
    }
    for (const [source, set] of bySource) {
      if (tree.get(set.evidence)?.layer === layer) this.#sets.set(source, this.#toTracked(source, set, layer));
    }
  }

  list(): readonly TrackedPackage[] {
    return [...this.#sets.values()].flatMap(packages => [...packages.values()]);
  }

  #toTracked(source: string, set: CatalogedSet, layer: number): ReadonlyMap<string, TrackedPackage> {
    const before = this.#sets.get(source);
    return new Map(
      set.packages.map(found => {
        const key = toKey(found);
        return [key, { found, cataloger: set.cataloger, evidence: set.evidence, layer: before?.get(key)?.layer ?? layer }];
      }),
    );
  }
}

/** Whether the file of a set is the one of a lower layer still: neither gone nor replaced by one that names no package. */
function isUntouched(packages: ReadonlyMap<string, TrackedPackage>, layer: number, tree: MergedTree): boolean {
  const [first] = packages.values();
  const visible = first === undefined ? undefined : tree.get(first.evidence);
  return visible !== undefined && visible.layer !== layer;
}

function toSource({ cataloger, evidence }: CatalogedSet): string {
  return `${cataloger}\0${evidence}`;
}

function toKey({ type, name, version, arch = '', epoch, location = '' }: FoundPackage): string {
  return [type, name, version, arch, epoch ?? '', location].join('\0');
}
