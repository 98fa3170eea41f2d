import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

/** https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, without encryption, several disks and archives above 4 GiB. */
const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_LENGTH = 22;
const MAX_COMMENT = 65_535;
const MAX_DIRECTORY = 512 * 1024 * 1024;
/** 4 GiB of entries and more stand in another form (ZIP64), which dumps do not need. */
const ZIP64 = 0xffff_ffff;

export interface ZipEntry {
  readonly name: string;
  /** Unpacked; at most `maxBytes`, else a RangeError. */
  read(maxBytes: number): Buffer;
}

/** The files of an archive, one after the other; memory is bound by its directory and the largest entry. Throws RangeError for what is broken. */
export function* readZip(path: string): Generator<ZipEntry> {
  const file = openSync(path, 'r');
  try {
    const size = fstatSync(file).size;
    const directory = readDirectory(file, size);
    let [offset, lastEnd] = [0, 0];
    while (offset + 46 <= directory.length && directory.readUInt32LE(offset) === ENTRY) {
      const nameLength = directory.readUInt16LE(offset + 28);
      const entry = {
        method: directory.readUInt16LE(offset + 10),
        packed: directory.readUInt32LE(offset + 20),
        unpacked: directory.readUInt32LE(offset + 24),
        start: directory.readUInt32LE(offset + 42),
        name: directory.toString('utf8', offset + 46, offset + 46 + nameLength),
      };
      // Entries that share bytes are how a small archive unpacks to petabytes.
      if (entry.start < lastEnd) throw new RangeError(`the entry ${entry.name} overlaps another`);
      lastEnd = entry.start + entry.packed;
      offset += 46 + nameLength + directory.readUInt16LE(offset + 30) + directory.readUInt16LE(offset + 32);
      if (!entry.name.endsWith('/')) yield { name: entry.name, read: maxBytes => readEntry(file, entry, maxBytes) };
    }
  } finally {
    closeSync(file);
  }
}

function readDirectory(file: number, size: number): Buffer {
  const tail = readAt(file, Math.max(0, size - END_LENGTH - MAX_COMMENT), Math.min(size, END_LENGTH + MAX_COMMENT));
  for (let index = tail.length - END_LENGTH; index >= 0; index -= 1) {
    if (tail.readUInt32LE(index) !== END) continue;
    const [length, start] = [tail.readUInt32LE(index + 12), tail.readUInt32LE(index + 16)];
    if (start === ZIP64 || length > MAX_DIRECTORY || start + length > size) throw new RangeError('its directory is out of all proportion');
    return readAt(file, start, length);
  }
  throw new RangeError('it is no ZIP archive, or only the beginning of one');
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly start: number;
}

function readEntry(file: number, { name, method, packed, unpacked, start }: Entry, maxBytes: number): Buffer {
  if (unpacked > maxBytes || packed > maxBytes) throw new RangeError(`${name} is larger than ${maxBytes} bytes`);
  const head = readAt(file, start, 30);
  if (head.length < 30 || head.readUInt32LE(0) !== LOCAL) throw new RangeError(`the entry ${name} is not where the directory has it`);
  const content = readAt(file, start + 30 + head.readUInt16LE(26) + head.readUInt16LE(28), packed);
  if (method === 0) return content;
  if (method !== 8) throw new RangeError(`${name} is compressed in a way that is not known`);
  return inflateRawSync(content, { maxOutputLength: maxBytes });
}

function readAt(file: number, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  const read = readSync(file, buffer, 0, length, position);
  return buffer.subarray(0, read);
}
