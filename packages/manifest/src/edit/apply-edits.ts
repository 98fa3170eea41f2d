import { type ManifestDocument, SourceDocument } from '../document.ts';
import { type ManifestFile, readManifest } from '../read-manifest.ts';
import { growChangeTree } from './change-tree.ts';
import type { DocumentEdit, EditOutcome, EditRefusal, Splice } from './document-edit.ts';
import type { EditContext } from './edit-context.ts';
import { editNode } from './edit-node.ts';
import { detectLayout, readFlowLayout } from './layout.ts';
import { detectLineBreak } from './lines.ts';
import { planChange } from './plan-change.ts';
import { isSameValue } from './same-value.ts';
import type { Slot } from './slot.ts';
import { SourceTree } from './source-tree.ts';

type Indexed = readonly [number, DocumentEdit];

/** What a document must read as afterwards. */
interface Expected {
  readonly value: unknown;
  readonly edits: readonly Indexed[];
}

/**
 * Edits a manifest by changing nothing but the text of what is edited: comments, order, quotes, blank lines, line ends, a byte order mark and
 * all other documents stay byte for byte. All edits are applied at once. The new text is read again, and unless every document reads
 * exactly as meant, nothing is edited. Never throws on input.
 *
 * @param text the whole file, as `readManifest` takes it
 */
export function applyEdits(text: string, edits: readonly DocumentEdit[]): EditOutcome {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const body = text.slice(mark.length);
  const before = readManifest(body, { source: '' });
  const documents = new Map(before.documents.map(document => [document.index, document]));
  const refusals: EditRefusal[] = [];
  const work: Work = { text: body, lineBreak: detectLineBreak(body), splices: [], refusals };
  const expected = new Map<number, Expected>();
  for (const [index, own] of Map.groupBy(edits.entries(), ([, edit]) => edit.document)) {
    expected.set(index, { value: editDocument(documents.get(index), own, work), edits: own });
  }
  if (refusals.length > 0) return { edited: false, refusals: dropRepeated(refusals) };
  const after = splice(body, work.splices);
  const wrong = findMisread(before, after, expected);
  return wrong.length > 0 ? { edited: false, refusals: dropRepeated(wrong) } : { edited: true, text: mark + after };
}

interface Work extends Pick<EditContext, 'lineBreak' | 'splices' | 'refusals'> {
  readonly text: string;
}

/** Adds the splices of one document and gives what it must read as. */
function editDocument(document: ManifestDocument | undefined, edits: readonly Indexed[], { text, ...shared }: Work): unknown {
  if (!(document instanceof SourceDocument)) {
    for (const [edit] of edits) shared.refusals.push({ edit, reason: 'the document cannot be read' });
    return undefined;
  }
  const plan = planChange(document.value, growChangeTree(edits, shared.refusals), undefined, shared.refusals);
  const tree = new SourceTree(text, document);
  const context: EditContext = { ...shared, tree, layout: detectLayout(tree) };
  const slot: Slot = tree.isFlow(0) ? { kind: 'flow', colon: -1, layout: readFlowLayout(tree, 0) } : { kind: 'item' };
  editNode(context, 0, slot, plan);
  return plan.kind === 'remove' ? undefined : plan.value;
}

/** Insertions at one place stay in the order in which they were made, and stand before what is removed from there on. */
function splice(text: string, splices: readonly Splice[]): string {
  const parts: string[] = [];
  let position = 0;
  for (const { start, end, text: added } of splices.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    parts.push(text.slice(position, start), added);
    position = Math.max(position, end);
  }
  return parts.join('') + text.slice(position);
}

const MISREAD = 'the edited text would not read as meant';

/** The edits of the documents that read otherwise than meant; all edits when it is another document that does. */
function findMisread(before: ManifestFile, after: string, expected: ReadonlyMap<number, Expected>): readonly EditRefusal[] {
  const read = readManifest(after, { source: '' });
  const wrong = before.documents.filter(({ index, value }, position) => {
    const change = expected.get(index);
    const now = read.documents[position];
    return now?.index !== index || !isSameValue(now.value, change === undefined ? value : change.value);
  });
  const isSameFile = read.documents.length === before.documents.length && read.problems.length === before.problems.length;
  if (wrong.length === 0 && isSameFile) return [];
  const own = wrong.flatMap(({ index }) => expected.get(index)?.edits ?? []);
  const guilty = own.length > 0 ? own : [...expected.values()].flatMap(({ edits }) => edits);
  return guilty.map(([edit]) => ({ edit, reason: MISREAD }));
}

function dropRepeated(refusals: readonly EditRefusal[]): readonly EditRefusal[] {
  const first = new Map<number, EditRefusal>();
  for (const refusal of refusals) if (!first.has(refusal.edit)) first.set(refusal.edit, refusal);
  return [...first.values()].toSorted((a, b) => a.edit - b.edit);
}
