import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { toComposerPackages } from '../formats/composer.ts';
import { toBaseName } from '../formats/locked.ts';
import { parseJsonObject } from '../source/json.ts';

/** https://getcomposer.org/doc/01-basic-usage.md#commit-your-composer-lock-file-to-version-control */
export const cataloger: Cataloger = {
  name: 'composer-lock',
  version: 1,
  doc: 'Lock files of Composer: composer.lock',
  foldersOnly: true,
  wants: ({ path }) => toBaseName(path) === 'composer.lock',
  catalog: files => readEachFile(files, readLock),
};

function readLock(file: LayerFile): readonly FoundPackage[] {
  const document = parseJsonObject(file.bytes(), file.path);
  const lock = { evidenceKind: 'lock' as const };
  return [
    ...toComposerPackages(document['packages']).map(one => ({ ...one, ...lock })),
    ...toComposerPackages(document['packages-dev']).map(one => ({ ...one, ...lock, attributes: { scope: 'development' } })),
  ];
}
