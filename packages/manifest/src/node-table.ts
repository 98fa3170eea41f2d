/** What a record of the table is. A merge key is the key `<<` of a mapping that takes over the entries of another. */
export const NODE_KIND = { scalar: 0, mapping: 1, sequence: 2, alias: 3, mergeKey: 4 } as const;
export type NodeKind = (typeof NODE_KIND)[keyof typeof NODE_KIND];

const STRIDE = 4;
const START = 0;
const END = 1;
const NEXT = 2;
const KIND = 3;

/**
 * Where the nodes of one document stand in its text: four numbers a node instead of an object, in the order of the text. The
 * children of a node are the records after it, up to `next`; those of a mapping alternate between key and value.
 */
export class NodeTable {
  readonly #cells: Int32Array;
  /** Text of the keys that are not spelled as their string reads (escapes, `on`, 0x10). */
  readonly #names: ReadonlyMap<number, string>;

  constructor(cells: Int32Array, names: ReadonlyMap<number, string>) {
    this.#cells = cells;
    this.#names = names;
  }

  /** Offset of the first character, quotes included; -1 for a node without text. */
  start(record: number): number {
    return this.#cells[record * STRIDE + START] ?? -1;
  }

  /** Scalars: offset after the last character, closing quote excluded. Aliases: the record that they stand for. */
  end(record: number): number {
    return this.#cells[record * STRIDE + END] ?? -1;
  }

  /** The first record after this node and all that it holds. */
  next(record: number): number {
    return this.#cells[record * STRIDE + NEXT] ?? 0;
  }

  kind(record: number): number {
    return this.#cells[record * STRIDE + KIND] ?? NODE_KIND.scalar;
  }

  name(record: number): string | undefined {
    return this.#names.get(record);
  }
}

/** Collects the records of one document after the other, in one growing buffer. */
export class NodeTableBuilder {
  #cells = new Int32Array(4096);
  #length = 0;
  #names = new Map<number, string>();

  /** Records so far; the number that the next one gets. */
  get size(): number {
    return this.#length / STRIDE;
  }

  /** Begins a node; `close` must follow once its children are in, unless it is a leaf. */
  add(kind: NodeKind, start: number, end: number): number {
    const at = this.#length;
    if (at + STRIDE > this.#cells.length) this.#grow();
    this.#cells[at + START] = start;
    this.#cells[at + END] = end;
    this.#cells[at + KIND] = kind;
    this.#length = at + STRIDE;
    this.#cells[at + NEXT] = this.#length / STRIDE;
    return at / STRIDE;
  }

  close(record: number): void {
    this.#cells[record * STRIDE + NEXT] = this.#length / STRIDE;
  }

  setKind(record: number, kind: NodeKind): void {
    this.#cells[record * STRIDE + KIND] = kind;
  }

  setName(record: number, name: string): void {
    this.#names.set(record, name);
  }

  /** The table of the nodes so far; the builder starts anew. */
  take(): NodeTable {
    const table = new NodeTable(this.#cells.slice(0, this.#length), this.#names);
    this.#length = 0;
    this.#names = new Map();
    return table;
  }

  #grow(): void {
    const larger = new Int32Array(this.#cells.length * 2);
    larger.set(this.#cells);
    this.#cells = larger;
  }
}
