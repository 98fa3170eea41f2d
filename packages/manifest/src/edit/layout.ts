import { readPrefix } from './lines.ts';
import type { SourceTree } from './source-tree.ts';

/** How a document is written, so that what is added looks like the rest. */
export interface Layout {
  /** Columns from a mapping to the mapping inside. */
  readonly step: number;
  /** Columns from a key to the dashes of its list; 0 where the lists are not indented. */
  readonly listStep: number;
  /** Whether keys and texts are quoted as JSON has it. */
  readonly json: boolean;
}

const DEFAULT_STEP = 2;

/** Reads the layout off the first nested mapping and the first list of the document. */
export function detectLayout(tree: SourceTree): Layout {
  const step = findFirstDistance(tree, (value, distance) => tree.isMapping(value) && distance > 0) ?? DEFAULT_STEP;
  const listStep = findFirstDistance(tree, (value, distance) => tree.isSequence(value) && distance >= 0) ?? step;
  return { step, listStep, json: tree.isFlow(0) && tree.first(1) === '"' };
}

/** Columns from a key to the block below it, of the first such block that will do. */
function findFirstDistance(tree: SourceTree, willDo: (value: number, distance: number) => boolean): number | undefined {
  for (let record = 0; record < tree.nodes.next(0); record++) {
    const column = tree.isMapping(record) && !tree.isFlow(record) ? tree.column(record) : -1;
    for (const { value } of column < 0 ? [] : tree.listEntries(record)) {
      const inner = tree.isBlock(value) ? tree.column(value) : -1;
      if (inner >= 0 && willDo(value, inner - column)) return inner - column;
    }
  }
  return undefined;
}

/** How the entries of a flow collection are set: each on its own line, or one after the other. */
export interface FlowLayout {
  /** Column of the entries when each stands on its own line, else -1. */
  readonly column: number;
  /** What the lines are indented by, relative to that of the opening bracket. */
  readonly step: number;
  /** `,` and `:` without a space after them. */
  readonly compact: boolean;
}

export function readFlowLayout(tree: SourceTree, record: number): FlowLayout {
  const { text } = tree;
  const start = tree.start(record);
  const first = record + 1;
  const isEmpty = tree.nodes.next(record) === first;
  const hasLines = !isEmpty && /[\r\n]/.test(text.slice(start, tree.start(first)));
  const compact = isCompact(tree, record);
  if (!hasLines) return { column: -1, step: DEFAULT_STEP, compact };
  const column = readPrefix(text, tree.start(first)).length;
  const outer = /^\s*/.exec(readPrefix(text, start))?.[0].length ?? 0;
  return { column, step: Math.max(column - outer, 0) || DEFAULT_STEP, compact };
}

/** JSON without spaces is told by its first key, or by the distance of the first two items. */
function isCompact(tree: SourceTree, record: number): boolean {
  if (tree.isMapping(record)) {
    const [entry] = tree.listEntries(record);
    return entry !== undefined && entry.colon >= 0 && tree.start(entry.value) === entry.colon + 1;
  }
  const [first, second] = tree.listItems(record);
  return first !== undefined && second !== undefined && tree.start(second) - tree.end(first) === 1;
}
