import type { VisibleEntry } from '../merge/merged-tree.ts';
import { isLoadable } from './is-loadable.ts';

const MIXED = '';
const NOBODY = '\0';
/** `usr/lib/x` may be one package's own; `usr/lib` is everybody's, also where only one package is installed. */
const MIN_DEPTH = 3;
/** A few files are told one by one; and what holds mostly something else is read by others too, as settings are. */
const MIN_CODE = 4;
const MIN_SHARE = 0.5;
/** Python writes these by itself, for whoever imports. */
const BYTECODE = /(?:^|\/)__pycache__\//;

/** Says the uppermost folder around a file that holds code of one owner and hardly anything else; undefined where there is none. */
export type FindOwnFolder = (path: string, owner: string) => string | undefined;

interface Folder {
  owner: string;
  /** Links are not counted. */
  files: number;
  /** Those of them that can be loaded. */
  code: number;
}

/** One entry for a folder stands for all files in it: packages have thousands. */
export function findOwnFolders(entries: readonly VisibleEntry[], ownerOf: (path: string) => string | undefined): FindOwnFolder {
  const folders = countFolders(entries, ownerOf);
  return (path, owner) => listParents(path).find(parent => isOwn(folders.get(parent), owner));
}

function isOwn(folder: Folder | undefined, owner: string): boolean {
  return folder !== undefined && folder.owner === owner && folder.code >= MIN_CODE && folder.code >= folder.files * MIN_SHARE;
}

/** With all that is in folders of theirs. */
function countFolders(entries: readonly VisibleEntry[], ownerOf: (path: string) => string | undefined): ReadonlyMap<string, Folder> {
  const direct = new Map<string, Folder>();
  for (const { entry } of entries) {
    if (entry.type === 'directory' || BYTECODE.test(entry.path)) continue;
    const [files, code] = entry.type === 'symlink' ? [0, 0] : [1, isLoadable(entry) ? 1 : 0];
    add(direct, toParent(entry.path), { owner: ownerOf(entry.path) ?? NOBODY, files, code });
  }
  const folders = new Map<string, Folder>();
  for (const [path, folder] of direct) for (const parent of listParents(`${path}/`)) add(folders, parent, folder);
  return folders;
}

function add(folders: Map<string, Folder>, path: string, { owner, files, code }: Folder): void {
  const known = folders.get(path);
  if (known === undefined) folders.set(path, { owner, files, code });
  else {
    if (known.owner !== owner) known.owner = MIXED;
    known.files += files;
    known.code += code;
  }
}

/** Folders around a file, from the uppermost that counts. */
function listParents(path: string): readonly string[] {
  const parents: string[] = [];
  let depth = 0;
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    depth += 1;
    if (depth >= MIN_DEPTH) parents.push(path.slice(0, slash));
  }
  return parents;
}

function toParent(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
