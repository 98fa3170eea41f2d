import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';

const PACKAGE = /^\s*package\s*=\s*["']([^"'\n]{1,200})["']/m;
const VERSION = /^\s*version\s*=\s*["']([^"'\n]{1,100})["']/m;

/** https://github.com/luarocks/luarocks/blob/main/docs/rockspec_format.md */
export const cataloger: Cataloger = {
  name: 'lua',
  version: 1,
  doc: 'Installed rocks of Lua: rocks*/NAME/VERSION/*.rockspec',
  maxBytes: 1024 * 1024,
  wants: ({ path }) => path.endsWith('.rockspec') && path.includes('rocks'),
  catalog: files => readEachFile(files, readRockspec),
};

function readRockspec(file: LayerFile): readonly FoundPackage[] {
  const text = file.text();
  const [name, version] = [PACKAGE.exec(text)?.[1], VERSION.exec(text)?.[1]];
  return name === undefined || version === undefined ? [] : [{ name, version, type: 'luarocks' }];
}
