import { inflateSync } from 'node:zlib';
import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { compact, readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { ImageError } from '../errors.ts';
import { mayBeProgram } from '../formats/executable.ts';
import { readSection } from '../formats/sections.ts';
import { isObject, parseJsonObject, toList, toText } from '../source/json.ts';

const SECTION = '.dep-v0';
const MAX_TEXT = 8 * 1024 * 1024;

/** https://github.com/rust-secure-code/cargo-auditable/blob/master/PARSING.md */
export const cataloger: Cataloger = {
  name: 'rust-auditable',
  version: 1,
  doc: 'Crates of executables that cargo-auditable built, from their section .dep-v0 (ELF, PE, Mach-O)',
  maxBytes: 1024 * 1024 * 1024,
  wants: mayBeProgram,
  catalog: files => readEachFile(files, readExecutable),
};

function readExecutable(file: LayerFile): readonly FoundPackage[] {
  const section = readSection(file, SECTION);
  if (section === undefined) return [];
  return toList(parseJsonObject(inflate(section, file.path), `${SECTION} of ${file.path}`)['packages']).flatMap(toPackage);
}

function inflate(section: Buffer, path: string): Buffer {
  try {
    return inflateSync(section, { maxOutputLength: MAX_TEXT });
  } catch (cause) {
    throw new ImageError('packages-unreadable', `${SECTION} of ${path} cannot be unpacked`, { cause });
  }
}

/** Crates of the kind `build` ran on the builder's machine only. */
function toPackage(crate: unknown): readonly FoundPackage[] {
  const { name, version, source, kind } = isObject(crate) ? crate : {};
  const [called, at] = [toText(name), toText(version)];
  if (called === undefined || at === undefined || kind === 'build') return [];
  const origin = toText(source);
  const attributes = origin === undefined || origin === 'crates.io' ? undefined : { source: origin };
  return [compact({ name: called, version: at, type: 'cargo', evidenceKind: 'binary' as const, attributes })];
}
