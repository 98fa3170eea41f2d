import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { toBaseName, toLocked } from '../formats/locked.ts';
import { isObject, parseJsonObject, toText } from '../source/json.ts';

/** https://nim-lang.github.io/nimble/workflow.html#nimble-lock */
export const cataloger: Cataloger = {
  name: 'nimble-lock',
  version: 1,
  doc: 'Lock files of Nim: nimble.lock',
  foldersOnly: true,
  wants: ({ path }) => toBaseName(path) === 'nimble.lock',
  catalog: files => readEachFile(files, readLock),
};

function readLock(file: LayerFile): readonly FoundPackage[] {
  const { packages } = parseJsonObject(file.bytes(), file.path);
  return Object.entries(isObject(packages) ? packages : {}).flatMap(([name, value]) => {
    const version = isObject(value) ? toText(value['version']) : undefined;
    return version === undefined ? [] : [toLocked('nim', name, version)];
  });
}
