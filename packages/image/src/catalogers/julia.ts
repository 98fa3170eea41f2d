import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { isTable, parseToml, toTables } from '../formats/toml.ts';

/** https://pkgdocs.julialang.org/v1/toml-files/#Manifest.toml */
export const cataloger: Cataloger = {
  name: 'julia',
  version: 1,
  doc: 'Packages of Julia environments: Manifest.toml; packages of the language itself have no version there and are left out',
  wants: ({ path }) => path.endsWith('/Manifest.toml') || path === 'Manifest.toml' || /\/Manifest-v\d+\.\d+\.toml$/.test(path),
  catalog: files => readEachFile(files, readManifest),
};

/** Since 1.7 below `deps`, before that at the top; each name has a list. */
function readManifest(file: LayerFile): readonly FoundPackage[] {
  const document = parseToml(file.text());
  const lists = isTable(document['deps']) ? document['deps'] : document;
  return Object.entries(lists).flatMap(([name, list]) =>
    toTables(list).flatMap(({ version, uuid }): FoundPackage[] => {
      if (typeof version !== 'string' || typeof uuid !== 'string') return [];
      return [{ name, version, type: 'julia', purl: { qualifiers: { uuid } }, evidenceKind: 'lock' }];
    }),
  );
}
