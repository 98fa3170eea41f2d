import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { ImageError } from '../errors.ts';
import { findGoBuildInfo } from '../go/build-info.ts';
import { toGoPackages } from '../go/modules.ts';

/** The smallest program of Go is larger. */
const MIN_BYTES = 256 * 1024;
const FORMATS = ['7f454c46', '4d5a', 'cffaedfe', 'cefaedfe', 'feedface', 'feedfacf'].map(hex => Buffer.from(hex, 'hex'));

export const cataloger: Cataloger = {
  name: 'go-binary',
  version: 1,
  doc: 'Modules and standard library of executables that Go built, from their build information (ELF, PE, Mach-O)',
  maxBytes: 1024 * 1024 * 1024,
  wants: ({ path, mode, size }) => size >= MIN_BYTES && ((mode & 0o111) !== 0 || path.endsWith('.exe')) && !isLibrary(path),
  catalog: files => readEachFile(files, readExecutable),
};

function isLibrary(path: string): boolean {
  return path.endsWith('.so') || path.includes('.so.');
}

function readExecutable(file: LayerFile): readonly FoundPackage[] {
  const head = file.read(0, 4096);
  if (!FORMATS.some(magic => head.subarray(0, magic.length).equals(magic))) return [];
  const info = findGoBuildInfo(file);
  if (info === 'outdated') {
    throw new ImageError('packages-unreadable', `${file.path} was built by Go before 1.18; what it was built with is not read`);
  }
  if (info !== undefined) return toGoPackages(info);
  if (head.includes('UPX!')) throw new ImageError('binary-packed', `${file.path} is packed with UPX; nothing is known of what is inside`);
  return [];
}
