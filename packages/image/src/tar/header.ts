import type { EntryType } from './entry.ts';

/** https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06 */
export const BLOCK = 512;

export type HeaderKind = EntryType | 'pax' | 'pax-global' | 'long-path' | 'long-link';

export interface RawHeader {
  readonly kind: HeaderKind;
  readonly name: string;
  /** Bytes that follow in the archive. */
  readonly stored: number;
  /** Bytes of the file: differs from `stored` for sparse files of GNU tar. */
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly link: string;
  readonly sparse: boolean;
  /** Blocks with more of the map of a sparse file follow. */
  readonly extended: boolean;
}

const KINDS: Readonly<Record<string, HeaderKind>> = {
  '\0': 'file',
  '0': 'file',
  '1': 'hard-link',
  '2': 'symlink',
  '3': 'character-device',
  '4': 'block-device',
  '5': 'directory',
  '6': 'fifo',
  '7': 'file',
  S: 'file',
  x: 'pax',
  X: 'pax',
  g: 'pax-global',
  L: 'long-path',
  K: 'long-link',
};

/** Links, folders and devices have no content, whatever their size field says; except that some writers store a hard link's. */
const WITHOUT_CONTENT = new Set<HeaderKind>(['symlink', 'directory', 'character-device', 'block-device', 'fifo']);

/** Reads one header block; undefined when it is none: a wrong checksum or a number that is none. */
export function parseHeader(block: Buffer): RawHeader | undefined {
  const stored = readNumber(block, 124, 12);
  if (!hasChecksum(block) || !Number.isSafeInteger(stored) || stored < 0) return undefined;
  const type = String.fromCharCode(block[156] ?? 0);
  const kind = KINDS[type] ?? 'other';
  const sparse = type === 'S';
  return {
    kind,
    name: readName(block),
    stored: WITHOUT_CONTENT.has(kind) ? 0 : stored,
    size: sparse ? readNumber(block, 483, 12) : stored,
    mode: readNumber(block, 100, 8) & 0o7777,
    uid: readNumber(block, 108, 8),
    gid: readNumber(block, 116, 8),
    link: readText(block, 157, 100),
    sparse,
    extended: sparse && block[482] === 1,
  };
}

export function isZeroBlock(block: Buffer): boolean {
  return block[0] === 0 && block.every(byte => byte === 0);
}

function readName(block: Buffer): string {
  const name = readText(block, 0, 100);
  const isPosix = block.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isPosix ? readText(block, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function readText(block: Buffer, start: number, length: number): string {
  const end = block.indexOf(0, start);
  return block.toString('utf8', start, end < 0 || end > start + length ? start + length : end);
}

/** Octal digits, or with the first bit set a number of base 256. */
function readNumber(block: Buffer, start: number, length: number): number {
  if ((block[start] ?? 0) & 0x80) return readBinary(block.subarray(start, start + length));
  const text = readText(block, start, length).trim();
  if (text === '') return 0;
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
}

function readBinary(bytes: Buffer): number {
  const negative = ((bytes[0] ?? 0) & 0x40) !== 0;
  if (negative) return -1;
  return bytes.subarray(1).reduce((value, byte) => value * 256 + byte, (bytes[0] ?? 0) & 0x3f);
}

/** The sum of all bytes, the checksum's own taken as spaces; signed in archives of some old writers. */
function hasChecksum(block: Buffer): boolean {
  const expected = readNumber(block, 148, 8);
  const unsigned = 8 * 32 + sumBytes(block, 0, 148) + sumBytes(block, 156, BLOCK);
  if (expected === unsigned) return true;
  return expected === unsigned - 256 * countHighBytes(block);
}

function sumBytes(block: Buffer, start: number, end: number): number {
  let sum = 0;
  for (let index = start; index < end; index++) sum += block[index] as number;
  return sum;
}

function countHighBytes(block: Buffer): number {
  let count = 0;
  for (let index = 0; index < BLOCK; index++) count += (index < 148 || index >= 156) && (block[index] as number) > 127 ? 1 : 0;
  return count;
}
