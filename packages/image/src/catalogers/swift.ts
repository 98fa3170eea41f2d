import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { toBaseName, toLocked } from '../formats/locked.ts';
import { isObject, type JsonObject, parseJsonObject, toList, toText } from '../source/json.ts';

/** https://github.com/swiftlang/swift-package-manager/blob/main/Sources/PackageGraph/ResolvedPackagesStore.swift */
export const cataloger: Cataloger = {
  name: 'swift',
  version: 1,
  doc: 'Packages of Swift, all three versions of the file: Package.resolved, .package.resolved',
  wants: ({ path }) => ['Package.resolved', '.package.resolved'].includes(toBaseName(path)),
  catalog: files => readEachFile(files, readResolved),
};

/** Since version 2 the list stands at the top; a pin to a branch has no version. */
function readResolved(file: LayerFile): readonly FoundPackage[] {
  const document = parseJsonObject(file.bytes(), file.path);
  const pins = toList(isObject(document['object']) ? document['object']['pins'] : document['pins']);
  return pins.filter(isObject).flatMap(toPackage);
}

/** A name is host and path of the repository, as `swift-nio` of `github.com/apple`. */
function toPackage(pin: JsonObject): readonly FoundPackage[] {
  const location = toText(pin['location']) ?? toText(pin['repositoryURL']) ?? '';
  const [, path] = /^(?:https?:\/\/|ssh:\/\/)?(?:[^@/]+@)?([\w.-]+[:/].+?)(?:\.git)?\/?$/.exec(location) ?? [];
  const parts = (path ?? '').replace(':', '/').split('/');
  const name = parts.pop();
  const version = isObject(pin['state']) ? (toText(pin['state']['version']) ?? '') : '';
  if (name === undefined || name === '' || parts.length === 0) return [];
  const namespace = parts.join('/');
  return [toLocked('swift', `${namespace}/${name}`, version, { namespace })];
}
