import { BitSource } from './bit-source.ts';
import { type Block, readBlock } from './bzip2-block.ts';

/** https://en.wikipedia.org/wiki/Bzip2#File_format; node:zlib does not know it, and publishers of OVAL use nothing else. */
const BLOCK = 0x314159265359n;
const END = 0x177245385090n;

/** Unpacks bzip2 as it comes, block by block (at most 900 kB each). Throws RangeError for what is broken or ends early. */
export async function* unpackBzip2(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const bits = new BitSource(chunks);
  let streams = 0;
  while (await bits.fill()) {
    // Streams may be put one behind the other; what else stands behind one is padding.
    if (bits.read(16) !== 0x425a || bits.read(8) !== 0x68) {
      if (streams > 0) return;
      throw new RangeError('it is not compressed by bzip2');
    }
    const size = (bits.read(8) - 0x30) * 100_000;
    if (size < 100_000 || size > 900_000) throw new RangeError('its block size is none of bzip2');
    yield* unpackBlocks(bits, size);
    streams += 1;
  }
  if (streams === 0) throw new RangeError('it is empty');
}

async function* unpackBlocks(bits: BitSource, size: number): AsyncIterable<Uint8Array> {
  for (;;) {
    await bits.fill();
    const magic = (BigInt(bits.read(24)) << 24n) | BigInt(bits.read(24));
    bits.read(16);
    bits.read(16);
    if (magic === END) {
      bits.align();
      return;
    }
    if (magic !== BLOCK) throw new RangeError('a block of it does not begin where it should');
    yield unpackRuns(invert(readBlock(bits, size)));
  }
}

/** The Burrows-Wheeler transform, undone. */
function invert({ bytes, origin }: Block): Uint8Array {
  const starts = new Uint32Array(257);
  for (const byte of bytes) starts[byte + 1] = (starts[byte + 1] ?? 0) + 1;
  for (let byte = 1; byte < 257; byte += 1) starts[byte] = (starts[byte] ?? 0) + (starts[byte - 1] ?? 0);
  const next = new Uint32Array(bytes.length);
  for (const [index, byte] of bytes.entries()) {
    const place = starts[byte] ?? 0;
    next[place] = index;
    starts[byte] = place + 1;
  }
  const output = new Uint8Array(bytes.length);
  for (let index = 0, place = next[origin] ?? 0; index < output.length; index += 1) {
    output[index] = bytes[place] ?? 0;
    place = next[place] ?? 0;
  }
  return output;
}

/** Four equal bytes are followed by how many more there are of it. */
function unpackRuns(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let [start, equal] = [0, 0];
  for (let index = 0; index < bytes.length; index += 1) {
    if (equal === 4) {
      parts.push(bytes.subarray(start, index), new Uint8Array(bytes[index] ?? 0).fill(bytes[index - 1] ?? 0));
      [start, equal] = [index + 1, 0];
    } else equal = equal > 0 && bytes[index] === bytes[index - 1] ? equal + 1 : 1;
  }
  parts.push(bytes.subarray(start));
  return Buffer.concat(parts);
}
