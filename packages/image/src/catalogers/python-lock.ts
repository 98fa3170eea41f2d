import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { deduplicate, toBaseName } from '../formats/locked.ts';
import { toLockedPython } from '../formats/pypi.ts';
import { parseToml, toTables } from '../formats/toml.ts';

/** poetry, uv and pdm: `[[package]]`; the common form of PEP 751: `[[packages]]`. */
const NAMES = new Set(['poetry.lock', 'uv.lock', 'pdm.lock', 'pylock.toml']);

/** https://packaging.python.org/en/latest/specifications/pylock-toml/ */
export const cataloger: Cataloger = {
  name: 'python-lock',
  version: 1,
  doc: 'Lock files of Python in TOML: poetry.lock, uv.lock, pdm.lock, pylock.toml, pylock.*.toml',
  foldersOnly: true,
  maxBytes: 64 * 1024 * 1024,
  wants: ({ path }) => isLock(toBaseName(path)),
  catalog: files => readEachFile(files, readLock),
};

function isLock(name: string): boolean {
  return NAMES.has(name) || (name.startsWith('pylock.') && name.endsWith('.toml'));
}

/** A package whose source is the project's own folder is the project. */
function readLock(file: LayerFile): readonly FoundPackage[] {
  const document = parseToml(file.text());
  const found = [...toTables(document['package']), ...toTables(document['packages'])].flatMap(({ name, version, source, directory }) => {
    const isOwn = directory !== undefined || (typeof source === 'object' && ('editable' in source || 'virtual' in source));
    return isOwn || typeof name !== 'string' || typeof version !== 'string' ? [] : [toLockedPython(name, version)];
  });
  return deduplicate(found);
}
