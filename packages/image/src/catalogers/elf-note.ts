import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { compact, readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { mayBeProgram } from '../formats/executable.ts';
import { readSection } from '../formats/sections.ts';
import { parseJsonObject, toText } from '../source/json.ts';

const SECTION = '.note.package';
const HEADER = 12;
const OWNER = 'FDO\0';
const TYPE = 0xcafe1a7e;
const MAX_JSON = 64 * 1024;

/** https://systemd.io/PACKAGE_METADATA_FOR_EXECUTABLE_FILES/ */
export const cataloger: Cataloger = {
  name: 'elf-note',
  version: 1,
  doc: 'Executables that say which package they belong to, in their section .note.package',
  maxBytes: 1024 * 1024 * 1024,
  wants: mayBeProgram,
  catalog: files => readEachFile(files, readNote),
};

function readNote(file: LayerFile): readonly FoundPackage[] {
  const section = readSection(file, SECTION);
  const json = section === undefined ? undefined : readDescription(section);
  if (json === undefined) return [];
  const note = parseJsonObject(json, `${SECTION} of ${file.path}`);
  const [name, version, type] = [toText(note['name']), toText(note['version']), toText(note['type'])];
  if (name === undefined || version === undefined || type === undefined || !/^[a-z]+$/.test(type)) return [];
  const attributes = compact({ os: toText(note['os']), osVersion: toText(note['osVersion']), cpe: toText(note['osCpe']) });
  const arch = toText(note['architecture']);
  return [compact({ name, version, type, arch, evidenceKind: 'binary' as const, attributes })];
}

/** Lengths of name and description, type, name, description, filled up with zeros. */
function readDescription(section: Buffer): Buffer | undefined {
  if (section.length < HEADER + OWNER.length) return undefined;
  const isLittle = section.readUInt32LE(8) === TYPE;
  const [nameLength, length, type] = [0, 4, 8].map(at => (isLittle ? section.readUInt32LE(at) : section.readUInt32BE(at)));
  const start = HEADER + OWNER.length;
  if (type !== TYPE || nameLength !== OWNER.length || length === undefined || length > MAX_JSON) return undefined;
  if (section.toString('latin1', HEADER, start) !== OWNER) return undefined;
  const text = section.subarray(start, start + length);
  const end = text.indexOf(0);
  return end < 0 ? text : text.subarray(0, end);
}
