import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { compact, readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { splitLines } from '../catalog/stanzas.ts';

const ROOT = 'var/lib/pacman/local/';

/** https://gitlab.archlinux.org/pacman/pacman/-/blob/master/lib/libalpm/be_local.c */
export const cataloger: Cataloger = {
  name: 'pacman',
  version: 1,
  doc: 'Packages of Arch Linux and the files that they own: var/lib/pacman/local/*/desc and files',
  wants: ({ path }) => path.startsWith(ROOT) && (path.endsWith('/desc') || path.endsWith('/files')),
  catalog: async files => {
    const { sets, problems } = await readEachFile(
      files.filter(({ path }) => path.endsWith('/desc')),
      readDescription,
    );
    const names = new Map(sets.map(({ evidence, packages }) => [toFolder(evidence), packages[0]?.name ?? '']));
    const lists = files.filter(({ path }) => path.endsWith('/files'));
    const owned = lists.map(file => ({ package: names.get(toFolder(file.path)) ?? '', paths: listFiles(file) }));
    return { sets, problems, owned: owned.filter(list => list.package !== '') };
  },
};

function toFolder(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function readDescription(file: LayerFile): readonly FoundPackage[] {
  const sections = readSections(file);
  const [[name], [version], [arch], [vendor]] = ['NAME', 'VERSION', 'ARCH', 'PACKAGER'].map(key => sections.get(key) ?? []) as [
    string[],
    string[],
    string[],
    string[],
  ];
  if (name === undefined || version === undefined) return [];
  const source = sections.get('BASE')?.[0];
  return [
    compact({
      name,
      version,
      type: 'alpm',
      arch,
      source: source === undefined ? undefined : { name: source, version },
      licenses: sections.get('LICENSE'),
      vendor,
    }),
  ];
}

function listFiles(file: LayerFile): readonly string[] {
  return (readSections(file).get('FILES') ?? []).filter(path => !path.endsWith('/'));
}

/** `%NAME%`, its lines, an empty line. */
function readSections(file: LayerFile): ReadonlyMap<string, string[]> {
  const sections = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of splitLines(file.text())) {
    const [, name] = /^%(\w+)%$/.exec(line) ?? [];
    if (name !== undefined) {
      current = [];
      sections.set(name, current);
    } else if (line !== '') current.push(line);
  }
  return sections;
}
