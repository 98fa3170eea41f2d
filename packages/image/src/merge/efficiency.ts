import type { LayerContent } from '../layer/layer.ts';
import type { MergedTree } from './merged-tree.ts';

/** Bytes of a path that no container sees: they were replaced or deleted by a higher layer. */
export interface WastedPath {
  readonly path: string;
  readonly bytes: number;
  /** Indexes of the layers that hold it. */
  readonly layers: readonly number[];
  readonly deleted: boolean;
}

export interface Efficiency {
  /** From 0 to 1: the smallest size of each path over all its sizes in all layers. */
  readonly score: number;
  readonly wastedBytes: number;
  /** The largest first, so many at most. */
  readonly wasted: readonly WastedPath[];
}

const SHOWN = 1000;

interface Copies {
  smallest: number;
  sum: number;
  readonly layers: number[];
}

/** How much of the layers is still seen when they lie on each other. */
export function measureEfficiency(layers: readonly LayerContent[], tree: MergedTree): Efficiency {
  const copies = countCopies(layers);
  let smallest = 0;
  let sum = 0;
  let wastedBytes = 0;
  const wasted: WastedPath[] = [];
  for (const [path, copy] of copies) {
    smallest += copy.smallest;
    sum += copy.sum;
    const visible = tree.get(path);
    const seen = visible?.entry.type === 'file' ? visible.entry.size : 0;
    const bytes = copy.sum - seen;
    if (bytes <= 0) continue;
    wastedBytes += bytes;
    wasted.push({ path, bytes, layers: copy.layers, deleted: visible === undefined });
  }
  // What is deleted counts twice: it was stored, and the deletion has its size.
  const removed = wasted.filter(({ deleted }) => deleted).reduce((total, { bytes }) => total + bytes, 0);
  const score = sum === 0 ? 1 : smallest / (sum + removed);
  return { score, wastedBytes, wasted: wasted.toSorted((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1)).slice(0, SHOWN) };
}

function countCopies(layers: readonly LayerContent[]): ReadonlyMap<string, Copies> {
  const copies = new Map<string, Copies>();
  for (const [layer, { entries }] of layers.entries()) {
    for (const { path, type, size } of entries) {
      if (type !== 'file') continue;
      const known = copies.get(path);
      if (known === undefined) copies.set(path, { smallest: size, sum: size, layers: [layer] });
      else if (known.layers.at(-1) !== layer) addCopy(known, size, layer);
    }
  }
  return copies;
}

function addCopy(copies: Copies, size: number, layer: number): void {
  copies.smallest = Math.min(copies.smallest, size);
  copies.sum += size;
  copies.layers.push(layer);
}
