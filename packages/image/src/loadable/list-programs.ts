import { LIMITS } from '../limits.ts';
import type { VisibleEntry } from '../merge/merged-tree.ts';

const ANY_EXECUTE = 0o111;

/** Files that can be executed, sorted; undefined where there are more than are told. */
export function listPrograms(entries: readonly VisibleEntry[]): readonly string[] | undefined {
  const paths: string[] = [];
  let bytes = 0;
  for (const { entry } of entries) {
    if ((entry.type !== 'file' && entry.type !== 'hard-link') || (entry.mode & ANY_EXECUTE) === 0) continue;
    paths.push(entry.path);
    bytes += entry.path.length;
    if (paths.length > LIMITS.programs || bytes > LIMITS.programBytes) return undefined;
  }
  return paths.toSorted();
}
