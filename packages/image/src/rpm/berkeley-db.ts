import type { LayerFile } from '../catalog/cataloger.ts';
import { ImageError } from '../errors.ts';

const MAGIC = 0x00061561;
const MIN_PAGE = 512;
const MAX_PAGE = 65_536;
const MAX_RECORD = 256 * 1024 * 1024;
/** Page types: a hash page in its older and newer form, and one with a part of a large value. */
const HASH_PAGES = new Set([2, 13]);
const OVERFLOW_PAGE = 7;
const INLINE_ITEM = 1;
const OVERFLOW_ITEM = 3;
const ITEMS_START = 26;

/**
 * Values of a Berkeley DB hash, which is how rpm kept its packages until 4.16; the record that only counts is left out. In the order of the
 * hash. https://docs.oracle.com/cd/E17276_01/html/programmer_reference/am_conf_intro.html
 */
export function* readBerkeleyDb(file: LayerFile): Generator<Buffer> {
  const meta = file.read(0, MIN_PAGE);
  const pages = createPages(file, meta);
  for (let number = 1; number * pages.size < file.size; number++) {
    const page = pages.read(number);
    if (HASH_PAGES.has(page[25] ?? 0)) yield* readHashPage(page, pages);
  }
}

interface Pages {
  readonly size: number;
  readonly littleEndian: boolean;
  read(number: number): Buffer;
}

function createPages(file: LayerFile, meta: Buffer): Pages {
  if (meta.length < MIN_PAGE) throw broken('the file is too short');
  const littleEndian = meta.readUInt32LE(12) === MAGIC;
  if (!littleEndian && meta.readUInt32BE(12) !== MAGIC) throw broken('it is no hash');
  const size = readU32(meta, 20, littleEndian);
  if (size < MIN_PAGE || size > MAX_PAGE || (size & (size - 1)) !== 0) throw broken(`pages of ${size} bytes`);
  const read = (number: number): Buffer => {
    const page = file.read(number * size, size);
    if (page.length !== size) throw broken(`page ${number} is not complete`);
    return page;
  };
  return { size, littleEndian, read };
}

/** Items lie from the end of the page to its beginning, a key and its value in turn; each ends where the one before begins. */
function* readHashPage(page: Buffer, pages: Pages): Generator<Buffer> {
  const count = readU16(page, 20, pages.littleEndian);
  if (ITEMS_START + count * 2 > page.length || count % 2 !== 0) throw broken('a page with too many items');
  const offsets = Array.from({ length: count }, (_, index) => readU16(page, ITEMS_START + index * 2, pages.littleEndian));
  for (let index = 0; index < count; index += 2) {
    const key = readItem(page, offsets, index);
    if (isCounter(key)) continue;
    yield readValue(readItem(page, offsets, index + 1), pages);
  }
}

function readItem(page: Buffer, offsets: readonly number[], index: number): Buffer {
  const start = offsets[index] ?? 0;
  const end = index === 0 ? page.length : (offsets[index - 1] ?? 0);
  if (start < ITEMS_START || start >= end || end > page.length) throw broken('an item beyond its page');
  return page.subarray(start, end);
}

function isCounter(key: Buffer): boolean {
  return key[0] === INLINE_ITEM && key.subarray(1).every(byte => byte === 0);
}

function readValue(item: Buffer, pages: Pages): Buffer {
  if (item[0] === INLINE_ITEM) return item.subarray(1);
  if (item[0] !== OVERFLOW_ITEM || item.length < 12) throw broken(`an item of type ${item[0]}`);
  return readOverflow(readU32(item, 4, pages.littleEndian), readU32(item, 8, pages.littleEndian), pages);
}

function readOverflow(first: number, length: number, pages: Pages): Buffer {
  if (length > MAX_RECORD) throw broken(`a record of ${length} bytes`);
  const chunks: Buffer[] = [];
  let size = 0;
  for (let number = first; number !== 0 && size < length; ) {
    const page = pages.read(number);
    const used = readU16(page, 22, pages.littleEndian);
    if (page[25] !== OVERFLOW_PAGE || used === 0 || ITEMS_START + used > page.length) throw broken('a record that goes on nowhere');
    chunks.push(page.subarray(ITEMS_START, ITEMS_START + used));
    size += used;
    number = readU32(page, 16, pages.littleEndian);
  }
  if (size !== length) throw broken(`a record of ${size} bytes instead of ${length}`);
  return Buffer.concat(chunks);
}

function readU32(bytes: Buffer, at: number, littleEndian: boolean): number {
  return littleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
}

function readU16(bytes: Buffer, at: number, littleEndian: boolean): number {
  return littleEndian ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
}

function broken(what: string): ImageError {
  return new ImageError('packages-unreadable', `the Berkeley DB of RPM is broken: ${what}`);
}
