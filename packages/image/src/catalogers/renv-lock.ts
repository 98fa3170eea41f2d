import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { compact, readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { toBaseName, toLocked } from '../formats/locked.ts';
import { isObject, parseJsonObject, toText } from '../source/json.ts';

/** https://rstudio.github.io/renv/articles/lockfile.html */
export const cataloger: Cataloger = {
  name: 'renv-lock',
  version: 1,
  doc: 'Lock files of R: renv.lock',
  foldersOnly: true,
  wants: ({ path }) => toBaseName(path) === 'renv.lock',
  catalog: files => readEachFile(files, readLock),
};

function readLock(file: LayerFile): readonly FoundPackage[] {
  const { Packages: packages } = parseJsonObject(file.bytes(), file.path);
  return Object.values(isObject(packages) ? packages : {}).flatMap(value => {
    const [name, version, repository] = ['Package', 'Version', 'Repository'].map(key => (isObject(value) ? toText(value[key]) : undefined));
    if (name === undefined || version === undefined) return [];
    return [toLocked('cran', name, version, { attributes: compact({ repository }) as Record<string, string> })];
  });
}
