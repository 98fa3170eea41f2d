import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { toBaseName, toLocked } from '../formats/locked.ts';

/** Distributions stand two blanks deep: `  Mojolicious-9.35`. */
const DISTRIBUTION = /^ {2}([A-Za-z][\w-]*?)-v?(\d[\w.]*)$/gm;

/** https://metacpan.org/pod/Carton#cpanfile.snapshot */
export const cataloger: Cataloger = {
  name: 'cpan-lock',
  version: 1,
  doc: 'Lock files of Perl: cpanfile.snapshot',
  foldersOnly: true,
  wants: ({ path }) => toBaseName(path) === 'cpanfile.snapshot',
  catalog: files => readEachFile(files, readLock),
};

function readLock(file: LayerFile): readonly FoundPackage[] {
  return [...file.text().matchAll(DISTRIBUTION)].map(([, name = '', version = '']) => toLocked('cpan', name, version));
}
