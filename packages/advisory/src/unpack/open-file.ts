import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { PassThrough, Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { unpackBzip2 } from './bzip2.ts';

type Packing = 'gzip' | 'zstd' | 'bzip2' | 'xz';

/** What the first bytes of a file say; a name may say anything. */
const BEGINNINGS: readonly (readonly [bytes: readonly number[], packing: Packing])[] = [
  [[0x1f, 0x8b], 'gzip'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'zstd'],
  [[0x42, 0x5a, 0x68], 'bzip2'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'xz'],
];

/** The bytes of a file, unpacked where it is packed by gzip, zstd or bzip2. */
export function openFile(path: string): Readable {
  const [file, packing] = [createReadStream(path), findPacking(path)];
  switch (packing) {
    case undefined:
      return file;
    case 'gzip':
      return unpack(file, createGunzip());
    case 'zstd':
      return unpack(file, createZstdDecompress());
    case 'bzip2':
      return Readable.from(unpackBzip2(file), { objectMode: false });
    case 'xz':
      file.destroy();
      throw new RangeError('it is packed by xz, which is not read: unpack it before');
  }
}

function findPacking(path: string): Packing | undefined {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(8);
    readSync(file, head, 0, head.length, 0);
    return BEGINNINGS.find(([bytes]) => bytes.every((byte, index) => head[index] === byte))?.[1];
  } finally {
    closeSync(file);
  }
}

function unpack(file: Readable, unpacker: Transform): Readable {
  const output = new PassThrough();
  void pipeline(file, unpacker, output).catch((cause: unknown) =>
    output.destroy(cause instanceof Error ? cause : new Error(String(cause))),
  );
  return output;
}
