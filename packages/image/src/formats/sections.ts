import type { LayerFile } from '../catalog/cataloger.ts';

/** Section headers and names of one executable that are looked at. */
const MAX_SECTIONS = 65_536;
const MAX_NAMES = 1024 * 1024;
const MAX_SECTION = 64 * 1024 * 1024;

/**
 * The bytes of a section of an executable (ELF, PE, Mach-O of 64 bits), by its name. Undefined when there is none, or when the file is no
 * executable or its tables point beyond it. https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.sheader.html
 */
export function readSection(file: LayerFile, name: string): Buffer | undefined {
  const head = file.read(0, 4096);
  const place = findPlace(file, head, name);
  if (place === undefined || place.size > MAX_SECTION) return undefined;
  const bytes = file.read(place.offset, place.size);
  return bytes.length === place.size ? bytes : undefined;
}

interface Place {
  readonly offset: number;
  readonly size: number;
}

function findPlace(file: LayerFile, head: Buffer, name: string): Place | undefined {
  if (head.length < 64) return undefined;
  if (head.readUInt32BE(0) === 0x7f454c46) return findElf(file, head, name);
  if (head.readUInt16BE(0) === 0x4d5a) return findPe(file, head, name);
  if (head.readUInt32LE(0) === 0xfeedfacf) return findMachO(file, head, name);
  return undefined;
}

/** Where the fields of a section table lie, for 64 and for 32 bits. */
const ELF_64 = { table: 0x28, entrySize: 0x3a, count: 0x3c, names: 0x3e, offset: 24, size: 32, wide: true };
const ELF_32 = { table: 0x20, entrySize: 0x2e, count: 0x30, names: 0x32, offset: 16, size: 20, wide: false };

function findElf(file: LayerFile, head: Buffer, name: string): Place | undefined {
  const layout = head[4] === 2 ? ELF_64 : ELF_32;
  const isLittle = head[5] !== 2;
  const u16 = (bytes: Buffer, at: number): number => (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (bytes: Buffer, at: number): number => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const word = (bytes: Buffer, at: number): number =>
    layout.wide ? Number(isLittle ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at)) : u32(bytes, at);
  const [entrySize, count, names] = [u16(head, layout.entrySize), u16(head, layout.count), u16(head, layout.names)];
  if (entrySize < layout.size + 4 || count === 0 || count > MAX_SECTIONS || names >= count) return undefined;
  const table = file.read(word(head, layout.table), entrySize * count);
  if (table.length < entrySize * count) return undefined;
  const toPlace = (index: number): Place => ({
    offset: word(table, index * entrySize + layout.offset),
    size: word(table, index * entrySize + layout.size),
  });
  const { offset, size } = toPlace(names);
  const texts = file.read(offset, Math.min(size, MAX_NAMES));
  for (let index = 0; index < count; index++) {
    if (readName(texts, u32(table, index * entrySize)) === name) return toPlace(index);
  }
  return undefined;
}

function readName(texts: Buffer, start: number): string {
  const end = texts.indexOf(0, start);
  return end < 0 || end - start > 100 ? '' : texts.toString('latin1', start, end);
}

/** https://learn.microsoft.com/en-us/windows/win32/debug/pe-format#section-table-section-headers */
function findPe(file: LayerFile, head: Buffer, name: string): Place | undefined {
  const start = head.readUInt32LE(0x3c);
  const header = file.read(start, 24);
  if (header.length < 24 || header.readUInt32BE(0) !== 0x50450000) return undefined;
  const count = header.readUInt16LE(6);
  const table = file.read(start + 24 + header.readUInt16LE(20), count * 40);
  for (let at = 0; at + 40 <= table.length; at += 40) {
    if (trimZeros(table.toString('latin1', at, at + 8)) !== name) continue;
    return { offset: table.readUInt32LE(at + 20), size: Math.min(table.readUInt32LE(at + 8), table.readUInt32LE(at + 16)) };
  }
  return undefined;
}

const LC_SEGMENT_64 = 0x19;

/** https://github.com/apple-oss-distributions/xnu/blob/main/EXTERNAL_HEADERS/mach-o/loader.h */
function findMachO(file: LayerFile, head: Buffer, name: string): Place | undefined {
  const commands = file.read(32, Math.min(head.readUInt32LE(20), MAX_NAMES));
  for (let at = 0, left = head.readUInt32LE(16); left > 0 && at + 72 <= commands.length; left--) {
    const size = commands.readUInt32LE(at + 4);
    if (size < 8) return undefined;
    const found = commands.readUInt32LE(at) === LC_SEGMENT_64 ? findInSegment(commands.subarray(at, at + size), name) : undefined;
    if (found !== undefined) return found;
    at += size;
  }
  return undefined;
}

function findInSegment(segment: Buffer, name: string): Place | undefined {
  for (let at = 72; at + 80 <= segment.length; at += 80) {
    if (trimZeros(segment.toString('latin1', at, at + 16)) !== name) continue;
    return { offset: segment.readUInt32LE(at + 48), size: Number(segment.readBigUInt64LE(at + 40)) };
  }
  return undefined;
}

function trimZeros(text: string): string {
  return text.replace(/\0.*$/s, '');
}
