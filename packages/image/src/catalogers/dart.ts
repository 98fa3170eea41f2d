import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { toBaseName, toLocked } from '../formats/locked.ts';
import { readYamlLines } from '../formats/yaml-lines.ts';

/** https://dart.dev/tools/pub/glossary#lockfile */
export const cataloger: Cataloger = {
  name: 'dart',
  version: 1,
  doc: 'Packages of Dart: pubspec.lock; those of the SDK and of the project itself are left out',
  wants: ({ path }) => toBaseName(path) === 'pubspec.lock',
  catalog: files => readEachFile(files, readLock),
};

function readLock(file: LayerFile): readonly FoundPackage[] {
  const found = new Map<string, { version: string; source: string; scope: string }>();
  for (const { parents, key, value } of readYamlLines(file.text())) {
    if (parents[0] !== 'packages' || parents.length !== 2) continue;
    const name = parents[1] ?? '';
    const known = found.get(name) ?? { version: '', source: '', scope: '' };
    if (key === 'version') known.version = value;
    if (key === 'source') known.source = value;
    if (key === 'dependency') known.scope = value;
    found.set(name, known);
  }
  return [...found].flatMap(([name, { version, source, scope }]) => {
    if (source === 'sdk' || source === 'path' || version === '') return [];
    return [toLocked('pub', name, version, scope === 'direct dev' ? { attributes: { scope: 'development' } } : {})];
  });
}
