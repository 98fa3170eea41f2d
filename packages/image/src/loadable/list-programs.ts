import { LIMITS } from '../limits.ts';
import type { MergedTree, VisibleEntry } from '../merge/merged-tree.ts';
import { isProgram } from './is-program.ts';

/** A file that can be executed. */
export interface Program {
  /** From the root, without a leading slash. */
  readonly path: string;
  /** Of its content, in hexadecimal; undefined where that is not stored as one piece. */
  readonly sha256: string | undefined;
}

/** Files that can be executed, sorted by path; undefined where there are more than are told. */
export function listPrograms(entries: readonly VisibleEntry[], tree: Pick<MergedTree, 'get'>): readonly Program[] | undefined {
  const programs: Program[] = [];
  let bytes = 0;
  for (const visible of entries) {
    const { path } = visible.entry;
    if (!isProgram(visible.entry)) continue;
    programs.push({ path, sha256: findHash(visible, tree) });
    bytes += path.length;
    if (programs.length > LIMITS.programs || bytes > LIMITS.programBytes) return undefined;
  }
  return programs.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** The content of a hard link stands with the first name of the file, in the same layer. */
function findHash({ entry, layer }: VisibleEntry, tree: Pick<MergedTree, 'get'>): string | undefined {
  if (entry.type !== 'hard-link') return entry.sha256;
  const target = tree.get(entry.link ?? '');
  return target?.layer === layer ? target.entry.sha256 : undefined;
}
