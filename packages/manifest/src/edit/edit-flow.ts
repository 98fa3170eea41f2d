import { addSplice, COMMENT_IN_WAY, type EditContext, refuseEdits, UNUSUAL } from './edit-context.ts';
import { type FlowLayout, readFlowLayout } from './layout.ts';
import type { ListPlan, MappingPlan } from './plan-change.ts';
import { renderFlow, renderFlowEntry, renderJson, renderScalar } from './render.ts';
import { replaceValue } from './replace-value.ts';
import type { EditNode, Slot } from './slot.ts';

/** A child of a flow collection: an entry with its key, or an item. */
interface Child {
  readonly value: number;
  readonly start: number;
  readonly end: number;
  readonly colon: number;
}

/** Edits a mapping or list in flow style, JSON included; the commas go and come with the entries. */
export function editFlow(context: EditContext, record: number, plan: MappingPlan | ListPlan, slot: Slot, editNode: EditNode): void {
  const { tree } = context;
  if (tree.findClosing(record) < 0) {
    refuseEdits(context, plan.edits, UNUSUAL);
    return;
  }
  const children = listChildren(context, record);
  if (children.length === 0) {
    replaceValue(context, record, slot, plan);
    return;
  }
  if (children.some(child => child.start < 0 || child.end < 0)) {
    refuseEdits(context, plan.edits, UNUSUAL);
    return;
  }
  const layout = readFlowLayout(tree, record);
  const removed =
    plan.kind === 'mapping' ? editEntries(context, record, plan, layout, editNode) : editItems(context, children, plan, layout, editNode);
  if (children.every(child => removed.has(child.value))) {
    replaceValue(context, record, slot, plan);
    return;
  }
  removeChildren(context, children, removed);
  const last = children.at(-1);
  if (last === undefined) return;
  const added = renderAdded(context, plan, layout);
  const isFree = !tree.text.slice(last.end, tree.findClosing(record)).includes('#');
  if (added.length > 0 && !isFree) refuseEdits(context, plan.edits, COMMENT_IN_WAY);
  for (const text of added) addSplice(context, last.end, last.end, text);
}

function listChildren({ tree }: EditContext, record: number): readonly Child[] {
  if (tree.isMapping(record)) return tree.listEntries(record);
  return tree.listItems(record).map(value => ({ value, start: tree.start(value), end: tree.end(value), colon: -1 }));
}

function editEntries(
  context: EditContext,
  record: number,
  plan: MappingPlan,
  layout: FlowLayout,
  editNode: EditNode,
): ReadonlyMap<number, readonly number[]> {
  const entries = context.tree.listEntries(record);
  const removed = new Map<number, readonly number[]>();
  for (const [key, inner] of plan.entries) {
    const entry = context.tree.findEntry(entries, key);
    const edits = inner.kind === 'keep' ? [] : inner.edits;
    if (entry === undefined) refuseEdits(context, edits, `'${key}' comes from a merge key (<<)`);
    else if (entry.colon < 0) refuseEdits(context, edits, UNUSUAL);
    else if (inner.kind === 'remove') removed.set(entry.value, inner.edits);
    else editNode(context, entry.value, { kind: 'flow', colon: entry.colon, layout }, inner);
  }
  return removed;
}

function editItems(
  context: EditContext,
  children: readonly Child[],
  plan: ListPlan,
  layout: FlowLayout,
  editNode: EditNode,
): ReadonlyMap<number, readonly number[]> {
  const removed = new Map<number, readonly number[]>();
  for (const [index, inner] of plan.items) {
    const value = children[index]?.value ?? -1;
    if (inner.kind === 'remove') removed.set(value, inner.edits);
    else editNode(context, value, { kind: 'flow', colon: -1, layout }, inner);
  }
  return removed;
}

/** Before the first child that stays, each goes with the comma after it; behind it, with the comma before it. */
function removeChildren(context: EditContext, children: readonly Child[], removed: ReadonlyMap<number, readonly number[]>): void {
  const { tree } = context;
  const firstKept = children.findIndex(child => !removed.has(child.value));
  for (const [index, child] of children.entries()) {
    const edits = removed.get(child.value);
    if (edits === undefined) continue;
    const start = index < firstKept ? child.start : (children[index - 1]?.end ?? child.start);
    const end = index < firstKept ? (children[index + 1]?.start ?? child.end) : child.end;
    const around = tree.text.slice(index < firstKept ? child.end : start, index < firstKept ? end : child.start);
    if (around.includes('#')) refuseEdits(context, edits, COMMENT_IN_WAY);
    else if (tree.holdsAliased(child.value)) refuseEdits(context, edits, 'it holds an anchor (&name) that is used in other places');
    else addSplice(context, start, end, '');
  }
}

function renderAdded(context: EditContext, plan: MappingPlan | ListPlan, layout: FlowLayout): readonly string[] {
  const { json } = context.layout;
  const style = { json, compact: layout.compact };
  const pretty = json && layout.column >= 0;
  const { lineBreak } = context;
  const separator = layout.column >= 0 ? `,${lineBreak}${' '.repeat(layout.column)}` : layout.compact ? ',' : ', ';
  const toText = (value: unknown) => (pretty ? renderJson(value, layout.step, layout.column).join(lineBreak) : renderFlow(value, style));
  if (plan.kind === 'list') return plan.appends.map(value => separator + toText(value));
  return plan.inserts.map(
    ({ key, value }) => separator + (pretty ? `${renderScalar(key, true)}: ${toText(value)}` : renderFlowEntry(key, value, style)),
  );
}
