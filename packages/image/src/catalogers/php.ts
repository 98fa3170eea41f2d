import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { toComposerPackages } from '../formats/composer.ts';
import { isObject, parseJson } from '../source/json.ts';

/** https://getcomposer.org/doc/articles/plugins.md; what `replace` and `provide` name is no package. */
export const cataloger: Cataloger = {
  name: 'php',
  version: 1,
  doc: 'PHP packages that Composer installed: vendor/composer/installed.json in both of its shapes',
  wants: ({ path }) => path.endsWith('composer/installed.json'),
  catalog: files => readEachFile(files, readInstalled),
};

/** A list, or since Composer 2 an object with one. */
function readInstalled(file: LayerFile): readonly FoundPackage[] {
  const document = parseJson(file.bytes(), file.path);
  return toComposerPackages(isObject(document) ? document['packages'] : document);
}
