import type { LayerContent } from '../layer/layer.ts';
import type { MergedTree } from './merged-tree.ts';
import type { TrackedPackage } from './track-packages.ts';

export interface Owner {
  readonly name: string;
  /** purl type of the package. */
  readonly type: string;
}

const TYPES: Readonly<Record<string, string>> = {
  dpkg: 'deb',
  chisel: 'deb',
  apk: 'apk',
  rpm: 'rpm',
  pacman: 'alpm',
  opkg: 'opkg',
  portage: 'ebuild',
  nix: 'nix',
};

/** Copyright files say nothing of who ships what they speak of. */
const NEVER_OWNED = /^usr\/share\/doc\/[^/]+\/copyright$/;

/** Which OS package brought which file that is seen, by the real path of the file. Only packages that are still there own anything. */
export function findOwners(
  layers: readonly LayerContent[],
  packages: readonly TrackedPackage[],
  tree: MergedTree,
): ReadonlyMap<string, Owner> {
  const installed = new Set(
    packages.flatMap(({ found, cataloger }) => [`${cataloger}\0${found.name}`, `${cataloger}\0${found.name}:${found.arch}`]),
  );
  const resolve = createResolver(tree);
  const owners = new Map<string, Owner>();
  for (const [key, { cataloger, package: label, paths }] of collectLists(layers)) {
    const type = TYPES[cataloger];
    if (type === undefined || !installed.has(key)) continue;
    const owner = { name: label.split(':')[0] ?? label, type };
    for (const path of paths) {
      const real = resolve(path);
      if (real !== undefined && !NEVER_OWNED.test(real)) owners.set(real, owner);
    }
  }
  return owners;
}

/** The last list of each package: an upgrade writes a new one. */
function collectLists(layers: readonly LayerContent[]): ReadonlyMap<string, LayerContent['owned'][number]> {
  return new Map(layers.flatMap(({ owned }) => owned.map(files => [`${files.cataloger}\0${files.package}`, files])));
}

/**
 * `/lib/x` is `usr/lib/x` where lib is a link: the folder of a path is resolved, once for all of its files. Undefined for what is not seen:
 * lists name documents and translations that images mostly leave out.
 */
function createResolver(tree: MergedTree): (path: string) => string | undefined {
  const known = new Map<string, { readonly real: string; readonly names: { has(name: string): boolean } | undefined }>();
  return path => {
    const slash = path.lastIndexOf('/');
    const folder = path.slice(0, Math.max(0, slash));
    const found = known.get(folder) ?? lookUp(tree, folder);
    known.set(folder, found);
    const name = path.slice(slash + 1);
    if (found.names?.has(name) !== true) return undefined;
    return found.real === '' ? name : `${found.real}/${name}`;
  };
}

function lookUp(tree: MergedTree, folder: string) {
  const real = tree.resolve(folder) ?? folder;
  return { real, names: tree.names(real) };
}
