import { findLineStart } from '../source-text.ts';
import { addLines, addSplice, type EditContext, refuseEdits, UNUSUAL } from './edit-context.ts';
import { findLineEnd, findNextLine, isRestOfLine, readPrefix, readSuffix } from './lines.ts';
import type { ListPlan, MappingPlan, Plan } from './plan-change.ts';
import { renderBlockEntry, renderBlockItem } from './render.ts';
import { replaceValue } from './replace-value.ts';
import type { EditNode, Slot } from './slot.ts';
import type { SourceEntry, SourceTree } from './source-tree.ts';

/** Edits entries of a mapping in block style; new ones follow the last one. */
export function editBlockMapping(context: EditContext, record: number, plan: MappingPlan, slot: Slot, editNode: EditNode): void {
  const { tree } = context;
  const column = tree.column(record);
  const entries = tree.listEntries(record);
  const last = entries.at(-1);
  if (column < 0 || last === undefined || last.end < 0) {
    refuseEdits(context, plan.edits, UNUSUAL);
    return;
  }
  const removed = new Map<SourceEntry, readonly number[]>();
  for (const [key, inner] of plan.entries) {
    const entry = tree.findEntry(entries, key);
    if (entry === undefined) refuseEdits(context, listEdits(inner), `'${key}' comes from a merge key (<<)`);
    else if (entry.colon < 0 || entry.end < 0) refuseEdits(context, listEdits(inner), UNUSUAL);
    else if (inner.kind === 'remove') removed.set(entry, inner.edits);
    else editNode(context, entry.value, { kind: 'entry', column, colon: entry.colon }, inner);
  }
  if (removed.size === entries.length) {
    replaceValue(context, record, slot, plan);
    return;
  }
  removeEntries(context, entries, removed);
  const lines = plan.inserts.flatMap(({ key, value }) => renderBlockEntry(key, value, column, context.layout));
  const edits = plan.inserts.flatMap(insert => insert.edits);
  addAfter(context, last.end, column, lines, edits);
}

function listEdits(plan: Plan): readonly number[] {
  return plan.kind === 'keep' ? [] : plan.edits;
}

/**
 * Takes out whole lines. The first entry of a mapping that is a list item shares its line with the dash: there the entry after it moves up
 * to the dash, unless a comment stands between.
 */
function removeEntries(context: EditContext, entries: readonly SourceEntry[], removed: ReadonlyMap<SourceEntry, readonly number[]>): void {
  const { text } = context.tree;
  const [first] = entries;
  const sharesLine = first !== undefined && readPrefix(text, first.start).trim() !== '';
  const kept = entries.find(entry => !removed.has(entry));
  for (const [entry, edits] of removed) {
    const isLeading = sharesLine && entry.start < (kept?.start ?? 0);
    const isAlone = isLeading && entry === first ? true : readPrefix(text, entry.start).trim() === '';
    if (context.tree.holdsAliased(entry.value)) refuseEdits(context, edits, 'it holds an anchor (&name) that is used in other places');
    else if (!isAlone || !isRestOfLine(readSuffix(text, entry.end))) refuseEdits(context, edits, UNUSUAL);
    else if (!isLeading) addSplice(context, findLineStart(text, entry.start), findNextLine(text, entry.end), '');
  }
  if (sharesLine && kept !== undefined && removed.has(first)) moveUp(context, first, entries[entries.indexOf(kept) - 1] ?? first, kept);
}

function moveUp(context: EditContext, first: SourceEntry, lastRemoved: SourceEntry, kept: SourceEntry): void {
  const { text } = context.tree;
  const between = text.slice(findNextLine(text, lastRemoved.end), kept.start);
  if (between.trim() === '') {
    addSplice(context, first.start, kept.start, '');
    return;
  }
  const dashEnd = findLineStart(text, first.start) + readPrefix(text, first.start).trimEnd().length;
  addSplice(context, dashEnd, findLineEnd(text, lastRemoved.end), '');
}

/** Edits items of a list in block style; new ones follow the last one. */
export function editBlockList(context: EditContext, record: number, plan: ListPlan, slot: Slot, editNode: EditNode): void {
  const { tree } = context;
  const column = tree.column(record);
  const items = tree.listItems(record);
  const end = tree.end(record);
  if (column < 0 || end < 0) {
    refuseEdits(context, plan.edits, UNUSUAL);
    return;
  }
  for (const [index, inner] of plan.items) {
    const item = items[index] ?? record;
    if (inner.kind === 'remove') removeItem(context, item, column, inner.edits);
    else if (tree.start(item) < 0) refuseEdits(context, listEdits(inner), UNUSUAL);
    else editNode(context, item, { kind: 'item' }, inner);
  }
  const lines = plan.appends.flatMap(value => renderBlockItem(value, column, context.layout));
  // A comment at the column of the key, where the dashes stand there too, speaks of what comes next.
  const commentColumn = slot.kind === 'entry' && slot.column === column ? column + 1 : column;
  addAfter(context, end, commentColumn, lines, plan.edits);
}

function removeItem(context: EditContext, item: number, column: number, edits: readonly number[]): void {
  const { tree } = context;
  const { text } = tree;
  const end = tree.end(item);
  const dash = findLineStart(text, tree.start(item)) + column;
  const isRegular = end >= 0 && tree.start(item) > dash && /^ *- *$/.test(text.slice(findLineStart(text, dash), tree.start(item)));
  if (tree.holdsAliased(item)) refuseEdits(context, edits, 'it holds an anchor (&name) that is used in other places');
  else if (!isRegular || text.charAt(dash) !== '-' || !isRestOfLine(readSuffix(text, end))) refuseEdits(context, edits, UNUSUAL);
  else addSplice(context, findLineStart(text, dash), findNextLine(text, end), '');
}

/** Adds lines behind what ends at `end`, and behind the comments there that are indented like it; others belong to what comes next. */
function addAfter(context: EditContext, end: number, column: number, lines: readonly string[], edits: readonly number[]): void {
  const { tree } = context;
  if (lines.length === 0) return;
  if (!/[\r\n]/.test(tree.text.charAt(end - 1)) && !isRestOfLine(readSuffix(tree.text, end))) {
    refuseEdits(context, edits, UNUSUAL);
    return;
  }
  addLines(context, findEndOfComments(tree, findNextLine(tree.text, end), column), lines);
}

function findEndOfComments({ text }: SourceTree, from: number, column: number): number {
  const comment = / *#[^\r\n]*(?:\r\n?|\n|$)/y;
  let at = from;
  while (at < text.length) {
    comment.lastIndex = at;
    const [line] = comment.exec(text) ?? [];
    if (line === undefined || line.indexOf('#') < column) break;
    at += line.length;
  }
  return at;
}
