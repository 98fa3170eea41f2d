import { LIMITS } from '../limits.ts';
import type { MergedTree, VisibleEntry } from '../merge/merged-tree.ts';

export interface LoadableLinks {
  /** From the path of a symbolic link to what it leads to, itself without any link on its way. */
  readonly links: ReadonlyMap<string, string>;
  /** False when there are more than are told. */
  readonly complete: boolean;
}

/**
 * Links by which a process may name a file of a package, or a folder on the way to one: `lib` for `usr/lib`.
 *
 * @param seen everything that the tree shows
 * @param files files and folders of packages
 */
export function listLinks(tree: MergedTree, seen: readonly VisibleEntry[], files: Iterable<string>): LoadableLinks {
  const entries = new Set(files);
  const folders = new Set<string>();
  for (const entry of entries) {
    for (let slash = entry.indexOf('/'); slash >= 0; slash = entry.indexOf('/', slash + 1)) folders.add(entry.slice(0, slash));
  }
  const links = new Map<string, string>();
  for (const { entry } of seen) {
    if (entry.type !== 'symlink') continue;
    const real = tree.resolve(entry.path);
    if (real === undefined || real === '' || !(entries.has(real) || folders.has(real) || isWithin(real, entries))) continue;
    if (isWithin(entry.path, entries) && findFolder(entry.path, entries) === findFolder(real, entries)) continue;
    if (links.size >= LIMITS.loadableLinks) return { links, complete: false };
    links.set(entry.path, real);
  }
  return { links, complete: true };
}

function isWithin(path: string, entries: ReadonlySet<string>): boolean {
  return findFolder(path, entries) !== undefined;
}

/** The uppermost folder around a path that is an entry. */
function findFolder(path: string, entries: ReadonlySet<string>): string | undefined {
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    if (entries.has(path.slice(0, slash + 1))) return path.slice(0, slash + 1);
  }
  return undefined;
}
