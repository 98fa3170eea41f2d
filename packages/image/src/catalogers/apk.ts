import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { compact, readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage, OwnedFiles } from '../catalog/package-set.ts';
import { splitLines } from '../catalog/stanzas.ts';

/** https://wiki.alpinelinux.org/wiki/Apk_spec#Install_DB */
export const cataloger: Cataloger = {
  name: 'apk',
  version: 1,
  doc: 'Alpine packages and the files that they own: lib/apk/db/installed',
  maxBytes: 256 * 1024 * 1024,
  wants: ({ path }) => path === 'lib/apk/db/installed' || path === 'usr/lib/apk/db/installed',
  catalog: async files => {
    const owned: OwnedFiles[] = [];
    const read = (file: LayerFile): readonly FoundPackage[] => readDatabase(file.text(), owned);
    return { ...(await readEachFile(files, read)), owned };
  },
};

function readDatabase(text: string, owned: OwnedFiles[]): readonly FoundPackage[] {
  const packages: FoundPackage[] = [];
  let record = new Map<string, string>();
  let paths: string[] = [];
  const finish = (): void => {
    const found = toPackage(record);
    if (found !== undefined) {
      packages.push(found);
      owned.push({ package: found.name, paths });
    }
    record = new Map();
    paths = [];
  };
  for (const line of splitLines(text)) {
    if (line === '') finish();
    else if (line.startsWith('R:')) paths.push(joinPath(record.get('F') ?? '', line.slice(2)));
    else if (line[1] === ':') record.set(line[0] ?? '', line.slice(2));
  }
  finish();
  return packages;
}

function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function toPackage(record: ReadonlyMap<string, string>): FoundPackage | undefined {
  const [name, version] = [record.get('P'), record.get('V')];
  if (name === undefined || version === undefined) return undefined;
  const license = record.get('L');
  return compact({
    name,
    version,
    type: 'apk',
    arch: record.get('A'),
    source: { name: record.get('o') ?? name, version },
    licenses: license === undefined || license === '' ? undefined : [license],
    vendor: record.get('m'),
  });
}
