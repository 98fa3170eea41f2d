import type { Cataloger } from '../catalog/cataloger.ts';
import { compact } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import type { TarEntry } from '../tar/entry.ts';

const STORE = 'nix/store/';
/** `nix/store/HASH-NAME-VERSION[-OUTPUT]`; a name without a version is a file or a script of the configuration. */
const PLACE = /^nix\/store\/([0-9a-df-np-sv-z]{32})-(.+?)-(\d.*)$/;
const OUTPUTS = new Set(['bin', 'dev', 'doc', 'lib', 'man', 'out', 'info', 'static', 'debug', 'data', 'dist', 'tools', 'getent']);

/** https://nix.dev/manual/nix/2.28/store/store-path */
export const cataloger: Cataloger = {
  name: 'nix',
  version: 1,
  doc: 'Packages of Nix and the files that they own, from the names of folders in nix/store',
  wants: () => false,
  readsNames: true,
  catalog: (_, { entries }) => {
    const folders = new Map<string, string[]>();
    for (const { path, type } of entries) addPath(folders, path, type);
    const found = [...folders].flatMap(([folder, paths]) => {
      const known = toPackage(folder);
      return known === undefined ? [] : [{ known, evidence: paths[0] ?? folder, paths }];
    });
    return {
      sets: found.map(({ known, evidence }) => ({ evidence, packages: [known] })),
      owned: found.map(({ known, paths }) => ({ package: known.name, paths })),
      problems: [],
    };
  },
};

/** Of a folder of the store that layer's own entries; what proves it is the first of them. */
function addPath(folders: Map<string, string[]>, path: string, type: TarEntry['type']): void {
  if (!path.startsWith(STORE) || path.includes('/.wh.')) return;
  const end = path.indexOf('/', STORE.length);
  const folder = end < 0 ? path : path.slice(0, end);
  const paths = folders.get(folder) ?? [];
  if (paths.length === 0 || type !== 'directory') paths.push(path);
  folders.set(folder, paths);
}

function toPackage(folder: string): FoundPackage | undefined {
  const [, hash = '', name, text = ''] = PLACE.exec(folder) ?? [];
  if (name === undefined) return undefined;
  const dash = text.lastIndexOf('-');
  const output = dash > 0 && OUTPUTS.has(text.slice(dash + 1)) ? text.slice(dash + 1) : undefined;
  const version = output === undefined ? text : text.slice(0, dash);
  return { name, version, type: 'nix', purl: { qualifiers: compact({ output, outputhash: hash }) as Record<string, string> } };
}
