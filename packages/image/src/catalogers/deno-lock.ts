import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { deduplicate, toBaseName, toLocked, toLockedNpm } from '../formats/locked.ts';
import { isObject, type JsonObject, parseJsonObject } from '../source/json.ts';

const KEY = /^(@?[^@]+)@(\d[^_]*)/;

/** https://docs.deno.com/runtime/fundamentals/modules/#integrity-checking-and-lock-files */
export const cataloger: Cataloger = {
  name: 'deno-lock',
  version: 1,
  doc: 'Lock files of Deno with packages of npm and JSR: deno.lock',
  foldersOnly: true,
  wants: ({ path }) => toBaseName(path) === 'deno.lock',
  catalog: files => readEachFile(files, readLock),
};

/** Until version 3 both lists stood below `packages`. */
function readLock(file: LayerFile): readonly FoundPackage[] {
  const document = parseJsonObject(file.bytes(), file.path);
  const lists = isObject(document['packages']) ? document['packages'] : document;
  return deduplicate([...readList(lists, 'npm', toLockedNpm), ...readList(lists, 'jsr', toJsr)]);
}

function readList(lists: JsonObject, name: string, create: (name: string, version: string) => FoundPackage): readonly FoundPackage[] {
  const list = lists[name];
  return Object.keys(isObject(list) ? list : {}).flatMap(key => {
    const [, called, version] = KEY.exec(key) ?? [];
    return called === undefined || version === undefined ? [] : [create(called, version)];
  });
}

function toJsr(name: string, version: string): FoundPackage {
  return toLocked('generic', name, version, { attributes: { registry: 'jsr' } });
}
