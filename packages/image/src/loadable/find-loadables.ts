import { LIMITS } from '../limits.ts';
import type { VisibleEntry } from '../merge/merged-tree.ts';
import type { Owner } from '../merge/ownership.ts';
import type { TrackedPackage } from '../merge/track-packages.ts';
import { isLoadable } from './is-loadable.ts';
import { listLanguageFiles } from './language-files.ts';
import { findOwnFolders } from './own-folders.ts';

/** Says from which files the code of a package is loaded; undefined where that is not known. Folders end with a slash. */
export type FindLoadables = (one: TrackedPackage) => readonly string[] | undefined;

/** One owner of files, and all that it brought which can be loaded. Packages without such have an empty list. */
export function findLoadables(
  entries: readonly VisibleEntry[],
  owners: ReadonlyMap<string, Owner>,
  packages: readonly TrackedPackage[],
): FindLoadables {
  const ofSystem = listSystemFiles(entries, owners);
  const doubtful = findDoubtful(packages);
  return one => {
    const key = toKey(one.found);
    const files = ofSystem.get(key) ?? listLanguageFiles(one);
    if (files === undefined || doubtful.has(key)) return undefined;
    return files.length > LIMITS.loadableFiles ? undefined : files.toSorted();
  };
}

function listSystemFiles(entries: readonly VisibleEntry[], owners: ReadonlyMap<string, Owner>): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<Owner, string>();
  for (const owner of owners.values()) keys.set(owner, toKey(owner));
  const ownerOf = (path: string): string | undefined => {
    const owner = owners.get(path);
    return owner === undefined ? undefined : keys.get(owner);
  };
  const toOwnFolder = findOwnFolders(entries, ownerOf);
  const listed = new Map<string, Set<string>>([...keys.values()].map(key => [key, new Set()]));
  for (const { entry } of entries) {
    const owner = ownerOf(entry.path);
    if (owner === undefined || !isLoadable(entry)) continue;
    const folder = toOwnFolder(entry.path, owner);
    listed.get(owner)?.add(folder === undefined ? entry.path : `${folder}/`);
  }
  return new Map([...listed].map(([key, files]) => [key, [...files]]));
}

/** rpm installs several versions of one name side by side, of which only one list of files is known here. Lists of dpkg name architectures. */
function findDoubtful(packages: readonly TrackedPackage[]): ReadonlySet<string> {
  const versions = Map.groupBy(
    packages.filter(({ found }) => found.type === 'rpm'),
    ({ found }) => toKey(found),
  );
  return new Set([...versions].filter(([, same]) => same.length > 1).map(([key]) => key));
}

function toKey({ type, name }: { readonly type: string; readonly name: string }): string {
  return `${type}\0${name}`;
}
