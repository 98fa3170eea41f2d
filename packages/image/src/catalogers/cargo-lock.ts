import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { toBaseName, toLocked } from '../formats/locked.ts';
import { parseToml, toTables } from '../formats/toml.ts';

/** https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html */
export const cataloger: Cataloger = {
  name: 'cargo-lock',
  version: 1,
  doc: 'Lock files of Cargo: Cargo.lock; crates without a source are parts of the project',
  wants: ({ path }) => toBaseName(path) === 'Cargo.lock',
  catalog: files => readEachFile(files, readLock),
};

function readLock(file: LayerFile): readonly FoundPackage[] {
  return toTables(parseToml(file.text())['package']).flatMap(({ name, version, source }) => {
    if (typeof name !== 'string' || typeof version !== 'string' || typeof source !== 'string') return [];
    return [toLocked('cargo', name, version, source.startsWith('registry+') ? {} : { attributes: { source } })];
  });
}
