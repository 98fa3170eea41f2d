import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { deduplicate, toBaseName, toLocked } from '../formats/locked.ts';
import { readXmlTags } from '../formats/xml-tags.ts';
import { isObject, parseJsonObject, toText } from '../source/json.ts';

/** https://learn.microsoft.com/en-us/nuget/consume-packages/package-references-in-project-files#locking-dependencies */
export const cataloger: Cataloger = {
  name: 'nuget-lock',
  version: 1,
  doc: 'Packages of .NET projects: packages.lock.json, packages.config, *Packages.props',
  foldersOnly: true,
  wants: ({ path }) => isLock(toBaseName(path)),
  catalog: files => readEachFile(files, file => deduplicate(file.path.endsWith('.json') ? readLock(file) : readTags(file))),
};

function isLock(name: string): boolean {
  return name === 'packages.lock.json' || name.toLowerCase() === 'packages.config' || name.endsWith('Packages.props');
}

/** By framework; what has the type `Project` is the solution's own. */
function readLock(file: LayerFile): readonly FoundPackage[] {
  const { dependencies } = parseJsonObject(file.bytes(), file.path);
  if (!isObject(dependencies)) return [];
  return Object.values(dependencies).flatMap(framework =>
    Object.entries(isObject(framework) ? framework : {}).flatMap(([name, value]) => {
      const resolved = isObject(value) && value['type'] !== 'Project' ? toText(value['resolved']) : undefined;
      return resolved === undefined ? [] : [toLocked('nuget', name, resolved)];
    }),
  );
}

const TAGS = new Set(['package', 'PackageVersion', 'PackageReference', 'GlobalPackageReference']);

function readTags(file: LayerFile): readonly FoundPackage[] {
  return [...readXmlTags(file.text())].flatMap(({ name, attributes }) => {
    const called = attributes.get('id') ?? attributes.get('Include') ?? attributes.get('Update');
    const version = attributes.get('version') ?? attributes.get('Version');
    if (!TAGS.has(name) || called === undefined || version === undefined || !/^\d[\w.+-]*$/.test(version)) return [];
    return [toLocked('nuget', called, version)];
  });
}
