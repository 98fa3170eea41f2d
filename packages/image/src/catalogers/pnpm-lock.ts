import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { deduplicate, toBaseName, toLockedNpm } from '../formats/locked.ts';
import { readYamlLines } from '../formats/yaml-lines.ts';

/** `/@s/x/1.0.0_peer` (5), `/@s/x@1.0.0(peer)` (6), `@s/x@1.0.0` (9). */
const KEY = /^\/?((?:@[^@/]+\/)?[^@/]+)[@/](\d[^_()]*)/;

/** https://github.com/pnpm/spec/tree/master/lockfile */
export const cataloger: Cataloger = {
  name: 'pnpm-lock',
  version: 1,
  doc: 'Lock files of pnpm, versions 5 to 9: pnpm-lock.yaml',
  foldersOnly: true,
  maxBytes: 64 * 1024 * 1024,
  wants: ({ path }) => toBaseName(path) === 'pnpm-lock.yaml',
  catalog: files => readEachFile(files, readLock),
};

function readLock(file: LayerFile): readonly FoundPackage[] {
  const found = new Map<string, { name: string; version: string; isDevelopment: boolean }>();
  for (const { parents, key, value } of readYamlLines(file.text())) {
    if (parents[0] !== 'packages') continue;
    const [, name, version] = parents.length === 1 ? (KEY.exec(key) ?? []) : [];
    if (name !== undefined && version !== undefined) found.set(key, { name, version, isDevelopment: false });
    const current = found.get(parents[1] ?? '');
    if (current !== undefined && key === 'dev') current.isDevelopment = value === 'true';
  }
  return deduplicate([...found.values()].map(one => toLockedNpm(one.name, one.version, one.isDevelopment)));
}
