import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { toPlainJson } from '../formats/json-comments.ts';
import { deduplicate, toBaseName, toLockedNpm } from '../formats/locked.ts';
import { isObject, parseJsonObject, toList } from '../source/json.ts';

/** https://bun.com/docs/pm/lockfile */
export const cataloger: Cataloger = {
  name: 'bun-lock',
  version: 1,
  doc: 'Lock files of Bun: bun.lock',
  foldersOnly: true,
  maxBytes: 64 * 1024 * 1024,
  wants: ({ path }) => toBaseName(path) === 'bun.lock',
  catalog: files => readEachFile(files, readLock),
};

/** `packages` has a list for each folder, its first element `name@version`. */
function readLock(file: LayerFile): readonly FoundPackage[] {
  const { packages } = parseJsonObject(Buffer.from(toPlainJson(file.text())), file.path);
  const heads = isObject(packages) ? Object.values(packages).map(list => String(toList(list)[0] ?? '')) : [];
  return deduplicate(
    heads.flatMap(head => {
      const [, name, version] = /^(@?[^@]+)@(\d\S*)$/.exec(head) ?? [];
      return name === undefined || version === undefined ? [] : [toLockedNpm(name, version)];
    }),
  );
}
