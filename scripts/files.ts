import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Folders that never hold hand-written files, by name and by path. */
const SKIPPED = new Set(['node_modules', 'dist', 'coverage', 'test/cluster/bin', 'test/cluster/run', 'deploy/images/renderers/bin']);

/** Files below `root/folder`, as sorted paths relative to root with `/`; nothing when the folder does not exist. Dot folders are skipped. */
export function listFiles(root: string, folder = ''): string[] {
  const absolute = join(root, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { withFileTypes: true })
    .flatMap(entry => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isFile()) return [path];
      const visited = entry.isDirectory() && !entry.name.startsWith('.') && !SKIPPED.has(entry.name) && !SKIPPED.has(path);
      return visited ? listFiles(root, path) : [];
    })
    .sort(compareCodeUnits);
}

/** Files of one folder that a registry is made of: hand-written sources with this extension, without their tests. */
export function listUnits(root: string, folder: string, extension = '.ts'): string[] {
  return listFiles(root, folder).filter(path => {
    const name = path.slice(folder.length + 1);
    return name.endsWith(extension) && !name.includes('/') && !name.includes('.test.') && !name.includes('.generated.');
  });
}

/** The last path segment without its extension: a unit's name. */
export function toUnitName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[a-z]+$/, '');
}

/** The one order of generated files; independent of the machine's locale. */
export function compareCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
