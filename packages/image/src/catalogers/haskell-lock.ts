import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { deduplicate, toBaseName, toLocked } from '../formats/locked.ts';

/** `hackage: zlib-0.6.3.0@sha256:…` of Stack; `any.zlib ==0.6.3.0` of Cabal. */
const STACK = /^\s*(?:- )?(?:completed:\s*)?hackage:\s*([A-Za-z][\w-]*?)-(\d[\d.]*)(?:@|$)/gm;
const CABAL = /\bany\.([A-Za-z][\w-]*)\s*==\s*(\d[\d.]*)/g;

/** https://docs.haskellstack.org/en/stable/topics/lock_files/ */
export const cataloger: Cataloger = {
  name: 'haskell-lock',
  version: 1,
  doc: 'Lock files of Haskell: stack.yaml.lock, cabal.project.freeze',
  foldersOnly: true,
  wants: ({ path }) => ['stack.yaml.lock', 'cabal.project.freeze'].includes(toBaseName(path)),
  catalog: files => readEachFile(files, readLock),
};

function readLock(file: LayerFile): readonly FoundPackage[] {
  const matches = [...file.text().matchAll(file.path.endsWith('.freeze') ? CABAL : STACK)];
  return deduplicate(matches.map(([, name = '', version = '']) => toLocked('hackage', name, version)));
}
