import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { deduplicate, toBaseName, toLockedNpm } from '../formats/locked.ts';
import { isObject, parseJsonObject, toText } from '../source/json.ts';

const NAMES = new Set(['package-lock.json', 'npm-shrinkwrap.json']);
const FOLDER = 'node_modules/';
const MAX_DEPTH = 100;

/** https://docs.npmjs.com/cli/configuring-npm/package-lock-json */
export const cataloger: Cataloger = {
  name: 'npm-lock',
  version: 1,
  doc: 'Lock files of npm, all three versions: package-lock.json, npm-shrinkwrap.json',
  foldersOnly: true,
  maxBytes: 64 * 1024 * 1024,
  wants: ({ path }) => NAMES.has(toBaseName(path)) && !path.includes(FOLDER),
  catalog: files => readEachFile(files, readLock),
};

function readLock(file: LayerFile): readonly FoundPackage[] {
  const { packages, dependencies } = parseJsonObject(file.bytes(), file.path);
  return deduplicate(isObject(packages) ? readPackages(packages) : readDependencies(dependencies, 0));
}

/** Keys are folders; those outside of node_modules are the project's own parts, and links lead to such. */
function readPackages(packages: Readonly<Record<string, unknown>>): readonly FoundPackage[] {
  return Object.entries(packages).flatMap(([folder, value]) => {
    const at = folder.lastIndexOf(FOLDER);
    const version = isObject(value) ? toText(value['version']) : undefined;
    if (!isObject(value) || at < 0 || value['link'] === true || version === undefined) return [];
    return [toLockedNpm(toText(value['name']) ?? folder.slice(at + FOLDER.length), version, value['dev'] === true)];
  });
}

/** Before version 2 of the file, packages that only one other needs stand within it. */
function readDependencies(dependencies: unknown, depth: number): readonly FoundPackage[] {
  if (!isObject(dependencies) || depth > MAX_DEPTH) return [];
  return Object.entries(dependencies).flatMap(([name, value]) => {
    const version = isObject(value) ? toText(value['version']) : undefined;
    if (!isObject(value) || version === undefined) return [];
    const [, alias = name, real = version] = /^npm:(.+)@([^@]+)$/.exec(version) ?? [];
    return [toLockedNpm(alias, real, value['dev'] === true), ...readDependencies(value['dependencies'], depth + 1)];
  });
}
