import type { BitSource } from './bit-source.ts';

/** Bits of the longest code. */
export const MAX_LENGTH = 20;

/** A canonical Huffman code: by length the first code, how many there are, and the symbols in order. */
export class HuffmanCode {
  readonly #counts: readonly number[];
  readonly #symbols: readonly number[];

  constructor(lengths: readonly number[]) {
    this.#counts = Array.from({ length: MAX_LENGTH + 1 }, (_, length) => lengths.filter(one => one === length).length);
    this.#symbols = lengths
      .map((length, symbol) => [length, symbol] as const)
      .sort((a, b) => a[0] - b[0] || a[1] - b[1])
      .map(([, symbol]) => symbol);
  }

  read(bits: BitSource): number {
    let [code, first, index] = [0, 0, 0];
    for (let length = 1; length <= MAX_LENGTH; length += 1) {
      code |= bits.read(1);
      const count = this.#counts[length] ?? 0;
      if (code - first < count) return this.#symbols[index + code - first] ?? 0;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new RangeError('it has a code that stands for nothing');
  }
}
