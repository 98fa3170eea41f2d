/** The largest block, packed as badly as can be, with its tables. */
const MAX_BLOCK_BYTES = 4 * 1024 * 1024;

/** Reads bits from chunks; `fill` has to be called where the next block begins, so that reading itself needs not to wait. */
export class BitSource {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #bytes: Uint8Array = new Uint8Array(0);
  #position = 0;
  #bit = 0;
  #ended = false;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Whether there is anything left. */
  async fill(): Promise<boolean> {
    const parts = [this.#bytes.subarray(this.#position)];
    let length = parts[0]?.length ?? 0;
    while (!this.#ended && length < MAX_BLOCK_BYTES) {
      const { value, done } = await this.#chunks.next();
      this.#ended = done === true;
      if (value === undefined) continue;
      parts.push(value);
      length += value.length;
    }
    if (parts.length > 1) this.#bytes = Buffer.concat(parts);
    if (parts.length > 1) this.#position = 0;
    return length > 0;
  }

  read(count: number): number {
    let value = 0;
    for (let left = count; left > 0; ) {
      const byte = this.#bytes[this.#position];
      if (byte === undefined) throw new RangeError('unexpected end of file');
      const taken = Math.min(left, 8 - this.#bit);
      value = (value << taken) | ((byte >> (8 - this.#bit - taken)) & ((1 << taken) - 1));
      this.#bit += taken;
      left -= taken;
      if (this.#bit === 8) [this.#bit, this.#position] = [0, this.#position + 1];
    }
    return value;
  }

  align(): void {
    if (this.#bit > 0) [this.#bit, this.#position] = [0, this.#position + 1];
  }
}
