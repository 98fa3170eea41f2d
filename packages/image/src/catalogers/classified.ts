import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { compact, readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { classifiers } from '../classifiers.generated.ts';
import { findVersion } from '../classify/find-version.ts';
import { createFileMatcher } from '../classify/match-files.ts';

const listClassifiers = createFileMatcher(classifiers);

/** https://github.com/package-url/purl-spec/blob/main/types-doc/generic-definition.md */
export const cataloger: Cataloger = {
  name: 'classified',
  version: 1,
  doc: 'Programs and libraries that no package brought, by their names and the versions among their texts',
  maxBytes: 1024 * 1024 * 1024,
  wants: ({ path, size }) => size > 0 && listClassifiers(path).length > 0,
  catalog: files => readEachFile(files, classify),
};

/** Each classifier that knows the file says at most one package. */
function classify(file: LayerFile): readonly FoundPackage[] {
  return listClassifiers(file.path).flatMap(({ name, rules }) => {
    const found = findVersion(file, rules);
    if (found === undefined) return [];
    const { rule, version } = found;
    const attributes = compact({ classifier: name, cpe: rule.cpe });
    return [{ name: rule.package, version, type: 'generic', evidenceKind: 'classified' as const, attributes }];
  });
}
