import type { LayerFile } from '../catalog/cataloger.ts';
import { ImageError } from '../errors.ts';

/** Everything is little-endian. https://github.com/rpm-software-management/rpm/tree/master/lib/backend/ndb */
const HEADER = 32;
const PAGE = 4096;
const SLOT = 16;
const BLOCK = 16;
const BLOB_HEAD = 16;
const BLOB_TAIL = 12;
const MAGIC = { file: 0x506d7052, slot: 0x746f6c53, blobStart: 0x53626c42, blobEnd: 0x45626c42 };
const MAX_PAGES = 16_384;
const MAX_RECORD = 256 * 1024 * 1024;

/**
 * Header blobs of Packages.db, SUSE's own form: pages of slots at its beginning, each of which says where the blob of one package lies, in
 * blocks of 16 bytes. In the order of the file. Throws ImageError `packages-unreadable`.
 */
export function* readNdb(file: LayerFile): Generator<Buffer> {
  const head = file.read(0, HEADER);
  if (head.length < HEADER || head.readUInt32LE(0) !== MAGIC.file) throw broken('it does not begin as one');
  if (head.readUInt32LE(4) !== 0) throw broken(`version ${head.readUInt32LE(4)}`);
  const pages = head.readUInt32LE(12);
  if (pages === 0 || pages > MAX_PAGES) throw broken(`${pages} pages of slots`);
  const slots = file.read(0, pages * PAGE);
  if (slots.length < pages * PAGE) throw broken('its slots are not complete');
  for (let at = HEADER; at < slots.length; at += SLOT) {
    if (slots.readUInt32LE(at) !== MAGIC.slot) throw broken('a slot that is none');
    const index = slots.readUInt32LE(at + 4);
    if (index !== 0) yield readBlob(file, index, slots.readUInt32LE(at + 8), slots.readUInt32LE(at + 12));
  }
}

function readBlob(file: LayerFile, index: number, firstBlock: number, blocks: number): Buffer {
  if (blocks * BLOCK > MAX_RECORD) throw broken(`a record of ${blocks * BLOCK} bytes`);
  const blob = file.read(firstBlock * BLOCK, blocks * BLOCK);
  if (blob.length < blocks * BLOCK || blob.length < BLOB_HEAD + BLOB_TAIL) throw broken('a record beyond the file');
  const length = blob.readUInt32LE(12);
  const tail = blob.length - BLOB_TAIL;
  const isWhole =
    blob.readUInt32LE(0) === MAGIC.blobStart &&
    blob.readUInt32LE(4) === index &&
    blob.readUInt32LE(tail + 4) === length &&
    blob.readUInt32LE(tail + 8) === MAGIC.blobEnd &&
    BLOB_HEAD + length <= tail;
  if (!isWhole) throw broken(`record ${index} is not what its slot says`);
  return blob.subarray(BLOB_HEAD, BLOB_HEAD + length);
}

function broken(what: string): ImageError {
  return new ImageError('packages-unreadable', `the NDB of RPM is broken: ${what}`);
}
