import { applyEdits, type DocumentEdit, parsePath } from '@breakwater/manifest';
import type { Fix } from '@breakwater/model';
import { type PlannedFix, readFixPath } from '@breakwater/policy';
import type { FixObject } from './workspace.ts';

/** A fix that is to be made, and the object that it is made in. */
export interface Repair extends PlannedFix {
  readonly owner: FixObject;
}

/** A text with the fixes that could be made in it, and those that could not. */
export interface EditedFile {
  readonly text: string;
  readonly made: readonly Repair[];
  readonly refused: readonly { readonly repair: Repair; readonly reason: string }[];
}

/** Makes as many of the fixes as keep the text intact. */
export function editFile(text: string, repairs: readonly Repair[]): EditedFile {
  const refused: { repair: Repair; reason: string }[] = [];
  let left = repairs;
  while (left.length > 0) {
    const edits = left.flatMap(repair => repair.edits.map(fix => ({ repair, edit: toDocumentEdit(fix, repair.owner) })));
    const outcome = applyEdits(
      text,
      edits.map(({ edit }) => edit),
    );
    if (outcome.edited) return { text: outcome.text, made: left, refused };
    const reasons = new Map(outcome.refusals.map(({ edit, reason }) => [edits[edit]?.repair, reason]));
    for (const [repair, reason] of reasons) if (repair !== undefined) refused.push({ repair, reason });
    left = left.filter(repair => !reasons.has(repair));
  }
  return { text, made: [], refused };
}

function toDocumentEdit(fix: Fix, { object }: FixObject): DocumentEdit {
  const document = object.document.index;
  const path = [...object.pathPrefix, ...parsePath(readFixPath(fix))];
  if ('remove' in fix) return { document, action: 'remove', path };
  return { document, action: 'set' in fix ? 'set' : 'append', path, value: fix.value };
}
