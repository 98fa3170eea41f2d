import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { deduplicate, toBaseName } from '../formats/locked.ts';
import { toLockedPython } from '../formats/pypi.ts';
import { isObject, parseJsonObject, toText } from '../source/json.ts';

/** https://pipenv.pypa.io/en/latest/pipfile.html */
export const cataloger: Cataloger = {
  name: 'pipfile-lock',
  version: 1,
  doc: 'Lock files of Pipenv: Pipfile.lock',
  foldersOnly: true,
  wants: ({ path }) => toBaseName(path) === 'Pipfile.lock',
  catalog: files => readEachFile(files, readLock),
};

function readLock(file: LayerFile): readonly FoundPackage[] {
  const document = parseJsonObject(file.bytes(), file.path);
  return deduplicate([...readGroup(document['develop'], { scope: 'development' }), ...readGroup(document['default'])]);
}

/** Versions are written `==1.2.3`; what comes from a repository has none. */
function readGroup(group: unknown, attributes?: Readonly<Record<string, string>>): readonly FoundPackage[] {
  if (!isObject(group)) return [];
  return Object.entries(group).map(([name, value]) => {
    const version = isObject(value) ? toText(value['version']) : undefined;
    return toLockedPython(name, version?.replace(/^==/, '') ?? '', attributes);
  });
}
