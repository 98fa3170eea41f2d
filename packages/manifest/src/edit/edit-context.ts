import type { EditRefusal, Splice } from './document-edit.ts';
import type { Layout } from './layout.ts';
import type { SourceTree } from './source-tree.ts';

/** What the edits of one document share: where they read, and where splices and refusals go. */
export interface EditContext {
  readonly tree: SourceTree;
  readonly layout: Layout;
  readonly lineBreak: string;
  readonly splices: Splice[];
  readonly refusals: EditRefusal[];
}

export function refuseEdits({ refusals }: EditContext, edits: readonly number[], reason: string): void {
  for (const edit of edits) refusals.push({ edit, reason });
}

export function addSplice({ splices }: EditContext, start: number, end: number, text: string): void {
  splices.push({ start, end, text });
}

/** Adds whole lines at the start of a line, or after a last line that has no end. */
export function addLines(context: EditContext, at: number, lines: readonly string[]): void {
  const { tree, lineBreak } = context;
  if (lines.length === 0) return;
  const isUnended = at === tree.text.length && at > 0 && !/[\r\n]/.test(tree.text.charAt(at - 1));
  addSplice(context, at, at, isUnended ? lines.map(line => lineBreak + line).join('') : lines.map(line => line + lineBreak).join(''));
}

export const UNUSUAL = 'the YAML around it is written in a way that cannot be edited without rewriting it';
export const COMMENT_IN_WAY = 'a comment stands between the brackets that it would have to move';
