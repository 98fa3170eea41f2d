import type { BitSource } from './bit-source.ts';
import { HuffmanCode, MAX_LENGTH } from './huffman-code.ts';

/** Symbols that share one code. */
const GROUP = 50;

export interface Block {
  /** Bytes in the order of the Burrows-Wheeler transform. */
  readonly bytes: Uint8Array;
  readonly origin: number;
}

/** One block of bzip2. Throws RangeError. */
export function readBlock(bits: BitSource, size: number): Block {
  if (bits.read(1) === 1) throw new RangeError('it was made by a version of bzip2 that is not read');
  const origin = bits.read(24);
  const symbols = readSymbols(bits);
  const trees = bits.read(3);
  if (trees < 2 || trees > 6 || symbols.length === 0) throw new RangeError('a block of it has no code');
  const selectors = readSelectors(bits, trees);
  const codes = Array.from({ length: trees }, () => readCode(bits, symbols.length + 2));
  const bytes = moveFronts(readCodes(bits, selectors, codes, symbols.length + 1), symbols, size);
  if (origin >= bytes.length) throw new RangeError('a block of it begins outside of itself');
  return { bytes, origin };
}

/** Numbers up to the one that ends the block. */
function* readCodes(bits: BitSource, selectors: readonly number[], codes: readonly HuffmanCode[], end: number): Iterable<number> {
  for (const selector of selectors) {
    const code = codes[selector];
    for (let left = GROUP; left > 0 && code !== undefined; left -= 1) {
      const symbol = code.read(bits);
      if (symbol === end) return;
      yield symbol;
    }
  }
  throw new RangeError('a block of it has too few selectors');
}

/** 0 and 1 are digits of how often the byte in front comes; other numbers bring a byte to the front. */
function moveFronts(numbers: Iterable<number>, symbols: readonly number[], size: number): Uint8Array {
  const [bytes, fronts] = [new Uint8Array(size), [...symbols]];
  let [count, run, weight] = [0, 0, 1];
  const repeat = (): void => {
    if (count + run > size) throw new RangeError('a block of it is longer than it may be');
    bytes.fill(fronts[0] ?? 0, count, count + run);
    [count, run, weight] = [count + run, 0, 1];
  };
  for (const number of numbers) {
    if (number <= 1) {
      run += weight << number;
      weight <<= 1;
      if (run > size) throw new RangeError('a block of it is longer than it may be');
      continue;
    }
    repeat();
    if (count >= size) throw new RangeError('a block of it is longer than it may be');
    const [front = 0] = fronts.splice(number - 1, 1);
    fronts.unshift(front);
    bytes[count] = front;
    count += 1;
  }
  repeat();
  return bytes.subarray(0, count);
}

function readSymbols(bits: BitSource): readonly number[] {
  const used = bits.read(16);
  const symbols: number[] = [];
  for (let high = 0; high < 16; high += 1) {
    if ((used & (0x8000 >> high)) === 0) continue;
    const row = bits.read(16);
    for (let low = 0; low < 16; low += 1) if ((row & (0x8000 >> low)) !== 0) symbols.push(high * 16 + low);
  }
  return symbols;
}

function readSelectors(bits: BitSource, trees: number): readonly number[] {
  const fronts = Array.from({ length: trees }, (_, index) => index);
  return Array.from({ length: bits.read(15) }, () => {
    let position = 0;
    while (bits.read(1) === 1) position += 1;
    if (position >= trees) throw new RangeError('a block of it names a code that it does not have');
    const [front = 0] = fronts.splice(position, 1);
    fronts.unshift(front);
    return front;
  });
}

function readCode(bits: BitSource, symbols: number): HuffmanCode {
  let length = bits.read(5);
  const lengths = Array.from({ length: symbols }, () => {
    while (bits.read(1) === 1) length += bits.read(1) === 0 ? 1 : -1;
    if (length < 1 || length > MAX_LENGTH) throw new RangeError('a code of it is longer than it may be');
    return length;
  });
  return new HuffmanCode(lengths);
}
