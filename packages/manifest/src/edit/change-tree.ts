import type { DocumentEdit, EditRefusal } from './document-edit.ts';
import { isSameValue } from './same-value.ts';

/** What is to happen at one place of a document and below it. */
export interface Change {
  set?: { readonly value: unknown };
  remove?: true;
  readonly appends: unknown[];
  readonly children: Map<string | number, Change>;
  /** Places of the edits that come by here, to say whose fault a refusal is. */
  readonly edits: number[];
}

/** Gathers the edits of one document by place; two that contradict each other are refused. */
export function growChangeTree(edits: readonly (readonly [number, DocumentEdit])[], refusals: EditRefusal[]): Change {
  const root = createChange();
  for (const [index, edit] of edits) {
    const reason = addEdit(root, index, edit);
    if (reason !== undefined) refusals.push({ edit: index, reason });
  }
  return root;
}

function createChange(): Change {
  return { appends: [], children: new Map(), edits: [] };
}

function addEdit(root: Change, index: number, edit: DocumentEdit): string | undefined {
  if (edit.path.length === 0) return 'the whole document cannot be changed at once';
  let change = root;
  for (const step of edit.path) {
    if (change.set !== undefined || change.remove === true || change.appends.length > 0) return OVERLAP;
    change.edits.push(index);
    const next = change.children.get(step) ?? createChange();
    change.children.set(step, next);
    change = next;
  }
  change.edits.push(index);
  return put(change, edit);
}

const OVERLAP = 'another edit changes the same place';

function put(change: Change, edit: DocumentEdit): string | undefined {
  if (change.children.size > 0) return OVERLAP;
  if (edit.action === 'append') {
    if (change.set !== undefined || change.remove === true) return OVERLAP;
    change.appends.push(edit.value);
    return undefined;
  }
  if (change.appends.length > 0) return OVERLAP;
  if (edit.action === 'remove') {
    if (change.set !== undefined) return OVERLAP;
    change.remove = true;
    return undefined;
  }
  if (change.remove === true || (change.set !== undefined && !isSameValue(change.set.value, edit.value))) return OVERLAP;
  change.set = { value: edit.value };
  return undefined;
}
