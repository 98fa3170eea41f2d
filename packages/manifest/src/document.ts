import { NodeFinder } from './find-node.ts';
import type { NodeTable } from './node-table.ts';
import type { Path } from './path.ts';
import type { Place, SourceText } from './source-text.ts';

/** A place in a document, and whether the field that was asked for stands there. */
export interface DocumentPlace extends Place {
  /** False when the field is absent: the place is then that of its nearest ancestor. */
  exact: boolean;
}

/** One document of a file that could be read. */
export interface ManifestDocument {
  /** File name as given to `readManifest`. */
  readonly source: string;
  /** Number of the document in its file from 0, unreadable ones counted, empty ones not. */
  readonly index: number;
  /** Line of its first content. */
  readonly line: number;
  /** JSON-like; integers beyond 2^53 are bigint. Parts may be shared (aliases): treat it as read-only. */
  readonly value: unknown;
  /** Where a field stands: the key of an entry, the first character of an item, the root for an empty path. */
  locate(path: Path): DocumentPlace;
}

/** A document that keeps its positions as numbers and makes places of them only when asked. */
export class SourceDocument implements ManifestDocument {
  readonly index: number;
  readonly value: unknown;
  /** Offset in the file of the text whose positions `nodes` holds. */
  readonly base: number;
  readonly nodes: NodeTable;
  readonly #text: SourceText;
  readonly #finder: NodeFinder;

  constructor(text: SourceText, index: number, value: unknown, base: number, nodes: NodeTable) {
    this.index = index;
    this.value = value;
    this.base = base;
    this.nodes = nodes;
    this.#text = text;
    this.#finder = new NodeFinder(text.text, base, nodes);
  }

  get source(): string {
    return this.#text.name;
  }

  get line(): number {
    return this.locate([]).line;
  }

  locate(path: Path): DocumentPlace {
    const { offset, exact } = this.#finder.find(path);
    const { line, column } = this.#text.locate(offset);
    return { line, column, exact };
  }
}
