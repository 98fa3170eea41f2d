import { ImageError } from '../errors.ts';

/** https://rpm-software-management.github.io/rpm/manual/tags.html */
const TAGS = {
  sigMd5: 261,
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  installTime: 1008,
  size: 1009,
  vendor: 1011,
  license: 1014,
  arch: 1022,
  oldFileNames: 1027,
  sourceRpm: 1044,
  longSize: 5009,
  modularityLabel: 5096,
  directoryIndexes: 1116,
  baseNames: 1117,
  directoryNames: 1118,
} as const;

const MAX_ENTRIES = 65_536;
const MAX_STRINGS = 5_000_000;

/** What a database says of one package. Null is "absent", which for an epoch is not the same as 0. */
export interface RpmPackage {
  readonly name: string;
  readonly epoch: number | null;
  readonly version: string;
  readonly release: string;
  readonly arch: string | null;
  readonly sourceRpm: string | null;
  readonly size: number | null;
  readonly license: string | null;
  readonly vendor: string | null;
  readonly modularityLabel: string | null;
  /** Hexadecimal; empty when absent. */
  readonly sigMd5: string;
  readonly installTime: number | null;
  /** Absolute paths, in the database's order. */
  readonly files: readonly string[];
}

interface Entry {
  readonly type: number;
  readonly offset: number;
  readonly count: number;
}

/** Reads a header as databases keep it, without the magic of a package file. Throws ImageError `packages-unreadable`. */
export function parseRpmHeader(bytes: Buffer): RpmPackage {
  const header = readIndex(bytes);
  const text = (tag: number): string | null => header.strings(tag)[0] ?? null;
  const number = (tag: number): number | null => header.integers(tag)[0] ?? null;
  const name = text(TAGS.name);
  const version = text(TAGS.version);
  if (name === null || version === null) throw broken('a package without name or version');
  return {
    name,
    epoch: number(TAGS.epoch),
    version,
    release: text(TAGS.release) ?? '',
    arch: text(TAGS.arch),
    sourceRpm: text(TAGS.sourceRpm),
    size: number(TAGS.longSize) ?? number(TAGS.size),
    license: text(TAGS.license),
    vendor: text(TAGS.vendor),
    modularityLabel: text(TAGS.modularityLabel),
    sigMd5: header.binary(TAGS.sigMd5),
    installTime: number(TAGS.installTime),
    files: listFiles(header),
  };
}

interface Header {
  strings(tag: number): readonly string[];
  integers(tag: number): readonly number[];
  /** Hexadecimal; empty when absent. */
  binary(tag: number): string;
}

function listFiles(header: Header): readonly string[] {
  const names = header.strings(TAGS.baseNames);
  if (names.length === 0) return header.strings(TAGS.oldFileNames);
  const folders = header.strings(TAGS.directoryNames);
  const indexes = header.integers(TAGS.directoryIndexes);
  return names.map((name, index) => `${folders[indexes[index] ?? -1] ?? ''}${name}`);
}

/** Big-endian: number of entries, bytes of data, entries of 16 bytes {tag, type, offset, count}, data. */
function readIndex(bytes: Buffer): Header {
  if (bytes.length < 8) throw broken('a header that is too short');
  const count = bytes.readUInt32BE(0);
  const length = bytes.readUInt32BE(4);
  const start = 8 + count * 16;
  if (count > MAX_ENTRIES || start + length > bytes.length) throw broken('a header that is longer than its record');
  const data = bytes.subarray(start, start + length);
  const entries = new Map<number, Entry>();
  for (let at = 8; at < start; at += 16) {
    const tag = bytes.readUInt32BE(at);
    if (!entries.has(tag))
      entries.set(tag, { type: bytes.readUInt32BE(at + 4), offset: bytes.readInt32BE(at + 8), count: bytes.readUInt32BE(at + 12) });
  }
  return {
    strings: tag => readStrings(data, entries.get(tag)),
    integers: tag => readIntegers(data, entries.get(tag)),
    binary: tag => readBinary(data, entries.get(tag)),
  };
}

const TYPES = { int16: 3, int32: 4, int64: 5, string: 6, binary: 7, stringArray: 8, translated: 9 } as const;
const WIDTHS: Readonly<Record<number, number>> = { [TYPES.int16]: 2, [TYPES.int32]: 4, [TYPES.int64]: 8 };

function readStrings(data: Buffer, entry: Entry | undefined): readonly string[] {
  if (entry === undefined || (entry.type !== TYPES.string && entry.type !== TYPES.stringArray && entry.type !== TYPES.translated))
    return [];
  const count = entry.type === TYPES.string ? 1 : entry.count;
  if (count > MAX_STRINGS || entry.offset < 0) throw broken('a list that is too long');
  const strings: string[] = [];
  for (let at = entry.offset; strings.length < count; ) {
    const end = data.indexOf(0, at);
    if (end < 0 || at >= data.length) throw broken('a text without end');
    strings.push(data.toString('utf8', at, end));
    at = end + 1;
  }
  return strings;
}

function readIntegers(data: Buffer, entry: Entry | undefined): readonly number[] {
  const width = WIDTHS[entry?.type ?? 0];
  if (entry === undefined || width === undefined) return [];
  if (entry.offset < 0 || entry.offset + entry.count * width > data.length) throw broken('numbers beyond the data');
  return Array.from({ length: entry.count }, (_, index) => readInteger(data, entry.offset + index * width, width));
}

function readInteger(data: Buffer, at: number, width: number): number {
  if (width === 8) return Number(data.readBigUInt64BE(at));
  return width === 4 ? data.readUInt32BE(at) : data.readUInt16BE(at);
}

function readBinary(data: Buffer, entry: Entry | undefined): string {
  if (entry === undefined || entry.type !== TYPES.binary) return '';
  if (entry.offset < 0 || entry.offset + entry.count > data.length) throw broken('bytes beyond the data');
  return data.toString('hex', entry.offset, entry.offset + entry.count);
}

function broken(what: string): ImageError {
  return new ImageError('packages-unreadable', `the RPM database is broken: ${what}`);
}
