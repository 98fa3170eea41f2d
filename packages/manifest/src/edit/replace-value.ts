import { NODE_KIND } from '../node-table.ts';
import { findLineStart } from '../source-text.ts';
import { addLines, addSplice, type EditContext, refuseEdits, UNUSUAL } from './edit-context.ts';
import { findNextLine, isRestOfLine, readPrefix, readSuffix } from './lines.ts';
import { findInnerColumn, isCollection, renderBlock, renderFlow, renderJson, renderLike } from './render.ts';
import type { Slot } from './slot.ts';

/** A value that takes the place of another. */
interface Replacement {
  readonly value: unknown;
  readonly edits: readonly number[];
}

/** Writes another value where one stands, in the style of what it replaces; the comment behind it stays. */
export function replaceValue(context: EditContext, record: number, slot: Slot, replacement: Replacement): void {
  const { tree } = context;
  if (tree.holdsAliased(record)) {
    refuseEdits(context, replacement.edits, 'it holds an anchor (&name) that is used in other places');
    return;
  }
  if (tree.kind(record) === NODE_KIND.alias) {
    refuseEdits(context, replacement.edits, 'the value is an alias (*name) of another place');
    return;
  }
  if (tree.start(record) >= 0 && tree.end(record) < 0) {
    refuseEdits(context, replacement.edits, UNUSUAL);
    return;
  }
  if (slot.kind === 'flow') {
    replaceInFlow(context, record, slot, replacement);
    return;
  }
  if (slot.kind === 'item') {
    replaceItem(context, record, replacement);
    return;
  }
  if (tree.isBlock(record)) {
    replaceBlock(context, record, slot, replacement);
    return;
  }
  const keepsStyle = tree.isFlow(record) && tree.nodes.next(record) > record + 1;
  if (isCollection(replacement.value) && !keepsStyle) {
    replaceByBlock(context, record, slot, replacement);
    return;
  }
  replaceInline(context, record, slot.colon, replacement, renderInline(context, record, replacement.value, false));
}

function renderInline({ tree }: EditContext, record: number, value: unknown, json: boolean, compact = false): string {
  return isCollection(value) || typeof value === 'object'
    ? renderFlow(value, { json, compact })
    : renderLike(value, tree.first(record), json);
}

/** A null without text has no place of its own: its value follows the colon. */
function replaceInline(context: EditContext, record: number, colon: number, replacement: Replacement, text: string): void {
  const { tree } = context;
  const start = tree.start(record);
  if (start >= 0) addSplice(context, start, contentEnd(context, record), text);
  else if (colon >= 0) addSplice(context, colon + 1, colon + 1, ` ${text}`);
  else refuseEdits(context, replacement.edits, UNUSUAL);
}

/** The end of a node without the line breaks that a block scalar may keep. */
function contentEnd({ tree }: EditContext, record: number): number {
  const start = tree.start(record);
  const end = tree.end(record);
  return tree.isBlockScalar(record) ? start + tree.text.slice(start, end).trimEnd().length : end;
}

function replaceInFlow(context: EditContext, record: number, slot: Slot & { kind: 'flow' }, replacement: Replacement): void {
  const { json } = context.layout;
  const { layout } = slot;
  const isPretty = json && layout.column >= 0 && isCollection(replacement.value);
  const text = isPretty
    ? renderJson(replacement.value, layout.step, layout.column).join(context.lineBreak)
    : renderInline(context, record, replacement.value, json, layout.compact);
  replaceInline(context, record, slot.colon, replacement, text);
}

function replaceItem(context: EditContext, record: number, replacement: Replacement): void {
  const { tree } = context;
  // The dash of a nested list and the anchor before a mapping are part of the text from its start on, but an entry begins with its key.
  const start = tree.isBlock(record) && tree.isMapping(record) ? tree.start(record + 1) : tree.start(record);
  if (start < 0) {
    refuseEdits(context, replacement.edits, UNUSUAL);
    return;
  }
  addSplice(context, start, contentEnd(context, record), renderInline(context, record, replacement.value, false));
}

/** `key: old` becomes `key:` with lines below. */
function replaceByBlock(context: EditContext, record: number, slot: Slot & { kind: 'entry' }, replacement: Replacement): void {
  const { tree, layout } = context;
  const start = tree.start(record);
  const end = start < 0 ? slot.colon + 1 : contentEnd(context, record);
  const before = start < 0 ? '' : tree.text.slice(slot.colon + 1, start);
  if (!/^[ \t]*$/.test(before) || !isRestOfLine(readSuffix(tree.text, end))) {
    refuseEdits(context, replacement.edits, UNUSUAL);
    return;
  }
  if (start >= 0) addSplice(context, slot.colon + 1, end, '');
  const column = findInnerColumn(replacement.value, slot.column, layout);
  addLines(context, findNextLine(tree.text, end), renderBlock(replacement.value, column, layout));
}

/** The lines below a key give way to other lines, or to a value behind the key. */
function replaceBlock(context: EditContext, record: number, slot: Slot & { kind: 'entry' }, replacement: Replacement): void {
  const { tree, layout } = context;
  const { text } = tree;
  const first = tree.isMapping(record) ? tree.start(record + 1) : tree.start(record);
  const column = tree.column(record);
  const isRegular =
    column >= 0 &&
    readPrefix(text, first).trim() === '' &&
    isRestOfLine(readSuffix(text, slot.colon + 1)) &&
    isRestOfLine(readSuffix(text, tree.end(record)));
  if (!isRegular) {
    refuseEdits(context, replacement.edits, UNUSUAL);
    return;
  }
  const start = findLineStart(text, first);
  const end = findNextLine(text, tree.end(record));
  const { value } = replacement;
  if (!isCollection(value)) {
    addSplice(context, slot.colon + 1, slot.colon + 1, ` ${renderFlow(value, { json: false })}`);
    addSplice(context, start, end, '');
    return;
  }
  const isSameKind = Array.isArray(value) === tree.isSequence(record);
  const lines = renderBlock(value, isSameKind ? column : findInnerColumn(value, slot.column, layout), layout);
  const isUnended = end === text.length && !/[\r\n]/.test(text.charAt(end - 1));
  addSplice(context, start, end, lines.join(context.lineBreak) + (isUnended ? '' : context.lineBreak));
}
