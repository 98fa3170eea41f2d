import { NODE_KIND, type NodeTable } from './node-table.ts';
import type { Path } from './path.ts';

/** A place in the text of one document. */
export interface FoundNode {
  offset: number;
  /** False when the path leads out of the document; then `offset` is that of the nearest ancestor that is there. */
  exact: boolean;
}

interface Entry {
  /** Where to point: the key of a mapping's entry, the first character of an item. */
  offset: number;
  value: number;
}

/** How far an item may stand from the start of its sequence before the items' records are remembered. */
const LONG_SEQUENCE = 32;

/** Walks from a path to a place. Offsets are those of the text that the document was parsed from, `text` beginning at `base`. */
export class NodeFinder {
  readonly #text: string;
  readonly #base: number;
  readonly #nodes: NodeTable;
  readonly #items = new Map<number, Int32Array>();

  constructor(text: string, base: number, nodes: NodeTable) {
    this.#text = text;
    this.#base = base;
    this.#nodes = nodes;
  }

  find(path: Path): FoundNode {
    let record = 0;
    let offset = Math.max(this.#nodes.start(0), 0);
    for (const step of path) {
      record = this.#follow(record);
      const entry = typeof step === 'number' ? this.#findItem(record, step) : this.#findEntry(record, step);
      if (entry === undefined || entry.offset < 0) return { offset: this.#base + offset, exact: false };
      ({ value: record, offset } = entry);
    }
    return { offset: this.#base + offset, exact: true };
  }

  /** An alias is read as what it stands for: that is where an edit would have to be made. */
  #follow(record: number): number {
    return this.#nodes.kind(record) === NODE_KIND.alias ? this.#nodes.end(record) : record;
  }

  /** The last entry of that name counts, as when the values were built; a merge key gives its entries where it stands. */
  #findEntry(mapping: number, name: string): Entry | undefined {
    if (this.#nodes.kind(mapping) !== NODE_KIND.mapping) return undefined;
    const end = this.#nodes.next(mapping);
    let found: Entry | undefined;
    for (let key = mapping + 1; key < end; ) {
      const value = this.#nodes.next(key);
      if (this.#nodes.kind(key) === NODE_KIND.mergeKey) found = this.#findMerged(this.#follow(value), name) ?? found;
      else if (this.#isNamed(key, name)) found = { offset: this.#nodes.start(key), value };
      key = this.#nodes.next(value);
    }
    return found;
  }

  #findMerged(source: number, name: string): Entry | undefined {
    if (this.#nodes.kind(source) === NODE_KIND.mapping) return this.#findEntry(source, name);
    if (this.#nodes.kind(source) !== NODE_KIND.sequence) return undefined;
    const end = this.#nodes.next(source);
    for (let item = source + 1; item < end; item = this.#nodes.next(item)) {
      const found = this.#findEntry(this.#follow(item), name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #isNamed(key: number, name: string): boolean {
    const spelled = this.#nodes.name(key);
    if (spelled !== undefined) return spelled === name;
    const start = this.#base + this.#nodes.start(key);
    const first = this.#text[start];
    const from = first === '"' || first === "'" ? start + 1 : start;
    return this.#base + this.#nodes.end(key) - from === name.length && this.#text.startsWith(name, from);
  }

  #findItem(sequence: number, index: number): Entry | undefined {
    if (this.#nodes.kind(sequence) !== NODE_KIND.sequence) return undefined;
    const value = index < LONG_SEQUENCE ? this.#stepTo(sequence, index) : this.#listItems(sequence)[index];
    return value === undefined ? undefined : { offset: this.#nodes.start(value), value };
  }

  #stepTo(sequence: number, index: number): number | undefined {
    const end = this.#nodes.next(sequence);
    let item = sequence + 1;
    for (let skipped = 0; skipped < index && item < end; skipped++) item = this.#nodes.next(item);
    return item < end ? item : undefined;
  }

  #listItems(sequence: number): Int32Array {
    const known = this.#items.get(sequence);
    if (known !== undefined) return known;
    const records: number[] = [];
    const end = this.#nodes.next(sequence);
    for (let item = sequence + 1; item < end; item = this.#nodes.next(item)) records.push(item);
    const items = Int32Array.from(records);
    this.#items.set(sequence, items);
    return items;
  }
}
