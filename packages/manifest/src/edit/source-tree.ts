import type { SourceDocument } from '../document.ts';
import { NODE_KIND, type NodeTable } from '../node-table.ts';
import { findLineEnd, readPrefix } from './lines.ts';

/** One entry of a mapping: records of its key and value. */
export interface SourceEntry {
  readonly key: number;
  readonly value: number;
  /** Offset of the key's first character, quotes included. */
  readonly start: number;
  /** Offset of the `:`; -1 where the key has none directly behind it. */
  readonly colon: number;
  /** Offset after the entry's last character; line breaks that a block scalar keeps included. */
  readonly end: number;
}

const BLOCK_PREFIX = /^ *(?:- +)*$/;

/** The nodes of one document with their extents in the text of the file; the table itself knows only where they begin. */
export class SourceTree {
  readonly text: string;
  readonly nodes: NodeTable;
  /** Records that an alias stands for. */
  readonly aliased: ReadonlySet<number>;
  readonly #base: number;
  readonly #ends = new Map<number, number>();

  constructor(text: string, { base, nodes }: SourceDocument) {
    this.text = text;
    this.nodes = nodes;
    this.#base = base;
    const aliased = new Set<number>();
    for (let record = 0; record < nodes.next(0); record++) if (nodes.kind(record) === NODE_KIND.alias) aliased.add(nodes.end(record));
    this.aliased = aliased;
  }

  kind(record: number): number {
    return this.nodes.kind(record);
  }

  /** -1 for a null without text. */
  start(record: number): number {
    const start = this.nodes.start(record);
    return start < 0 ? -1 : this.#base + start;
  }

  /** The first character of a node, empty for a null without text; plain scalars never begin with one that means a style. */
  first(record: number): string {
    return this.text.charAt(this.start(record));
  }

  isFlow(record: number): boolean {
    return (this.isMapping(record) && this.first(record) === '{') || (this.isSequence(record) && this.first(record) === '[');
  }

  /** A mapping or list that is told by its indentation. */
  isBlock(record: number): boolean {
    return (this.isMapping(record) || this.isSequence(record)) && !this.isFlow(record);
  }

  isSequence(record: number): boolean {
    return this.kind(record) === NODE_KIND.sequence;
  }

  isMapping(record: number): boolean {
    return this.kind(record) === NODE_KIND.mapping;
  }

  isBlockScalar(record: number): boolean {
    return this.kind(record) === NODE_KIND.scalar && /[|>]/.test(this.first(record));
  }

  listEntries(mapping: number): SourceEntry[] {
    const entries: SourceEntry[] = [];
    const end = this.nodes.next(mapping);
    for (let key = mapping + 1; key < end; ) {
      const value = this.nodes.next(key);
      const colon = this.#findColon(key);
      entries.push({ key, value, start: this.start(key), colon, end: this.end(value, colon + 1) });
      key = this.nodes.next(value);
    }
    return entries;
  }

  /** The last entry of that name counts; those that a merge key brings are not entries of this mapping. */
  findEntry(entries: readonly SourceEntry[], name: string): SourceEntry | undefined {
    return entries.findLast(entry => this.kind(entry.key) !== NODE_KIND.mergeKey && this.#readName(entry.key) === name);
  }

  listItems(sequence: number): number[] {
    const items: number[] = [];
    const end = this.nodes.next(sequence);
    for (let item = sequence + 1; item < end; item = this.nodes.next(item)) items.push(item);
    return items;
  }

  /** Offset after a node's last character; `missing` where it has no text of its own, -1 where the end cannot be told. */
  end(record: number, missing = -1): number {
    const known = this.#ends.get(record);
    if (known !== undefined) return known;
    if (this.start(record) < 0) return missing;
    const end = this.#findEnd(record);
    this.#ends.set(record, end);
    return end;
  }

  /** Column of a block collection's entries or dashes; -1 when something else than dashes stands before them. */
  column(record: number): number {
    const first = this.isMapping(record) ? this.start(record + 1) : this.start(record);
    const prefix = readPrefix(this.text, first);
    const isRegular = this.nodes.next(record) > record + 1 && BLOCK_PREFIX.test(prefix);
    return isRegular && (this.isMapping(record) || this.text.charAt(first) === '-') ? prefix.length : -1;
  }

  /** Whether something inside is named by an alias that stands elsewhere. */
  holdsAliased(record: number): boolean {
    for (let inner = record; this.aliased.size > 0 && inner < this.nodes.next(record); inner++) if (this.aliased.has(inner)) return true;
    return false;
  }

  /** Offset of the bracket that closes a flow collection, -1 when something unforeseen stands before it. */
  findClosing(record: number): number {
    const { text } = this;
    const isEmpty = this.nodes.next(record) === record + 1;
    let at = isEmpty ? this.start(record) + 1 : this.#findLastEnd(record);
    if (at < 0) return -1;
    while (/[\s,#]/.test(text.charAt(at))) at = text.charAt(at) === '#' ? findLineEnd(text, at) : at + 1;
    return /[}\]]/.test(text.charAt(at)) ? at : -1;
  }

  #readName(key: number): string {
    const from = /["']/.test(this.first(key)) ? this.start(key) + 1 : this.start(key);
    return this.nodes.name(key) ?? this.text.slice(from, this.#base + this.nodes.end(key));
  }

  #findColon(key: number): number {
    if (this.start(key) < 0 || (this.kind(key) !== NODE_KIND.scalar && this.kind(key) !== NODE_KIND.mergeKey)) return -1;
    const quoted = /["']/.test(this.first(key)) ? 1 : 0;
    const colon = /[ \t]*:/y;
    colon.lastIndex = this.#base + this.nodes.end(key) + quoted;
    return colon.test(this.text) ? colon.lastIndex - 1 : -1;
  }

  #findEnd(record: number): number {
    if (this.kind(record) === NODE_KIND.alias) return this.#findAliasEnd(this.start(record));
    if (this.kind(record) === NODE_KIND.scalar || this.kind(record) === NODE_KIND.mergeKey) return this.#findScalarEnd(record);
    if (!this.isFlow(record)) return this.#findLastEnd(record);
    const closing = this.findClosing(record);
    return closing < 0 ? -1 : closing + 1;
  }

  #findAliasEnd(start: number): number {
    const name = /\*[^\s,[\]{}]+/y;
    name.lastIndex = start;
    return name.test(this.text) ? name.lastIndex : -1;
  }

  /** The line breaks after a block scalar belong to it only where it keeps them. */
  #findScalarEnd(record: number): number {
    const end = this.#base + this.nodes.end(record);
    if (/["']/.test(this.first(record))) return end + 1;
    if (!this.isBlockScalar(record) || /^[|>]\d?\+/.test(this.text.slice(this.start(record), this.start(record) + 3))) return end;
    return this.start(record) + this.text.slice(this.start(record), end).trimEnd().length;
  }

  #findLastEnd(record: number): number {
    if (this.isMapping(record)) return this.listEntries(record).at(-1)?.end ?? -1;
    const last = this.listItems(record).at(-1);
    return last === undefined ? -1 : this.end(last);
  }
}
