const NEWLINE = 10;

/** Whole lines of a stream of bytes; what is longer than `most` bytes is let go while it comes, and counted. */
export class LineBuffer {
  readonly #most: number;
  #parts: Uint8Array[] = [];
  #size = 0;
  /** Lines that were too long. */
  tooLong = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Bytes of the line that has not ended yet. */
  get pending(): number {
    return this.#size;
  }

  /** The lines that end in it, empty ones left out. */
  take(bytes: Uint8Array): readonly string[] {
    const lines: string[] = [];
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      this.#add(bytes.subarray(start, end));
      const line = this.#end();
      if (line !== '') lines.push(line);
      start = end + 1;
    }
    this.#add(bytes.subarray(start));
    return lines;
  }

  /** What has not ended is not waited for any more. */
  clear(): void {
    this.#parts = [];
    this.#size = 0;
  }

  #add(part: Uint8Array): void {
    this.#size += part.length;
    if (this.#size > this.#most) this.#parts = [];
    // Whoever reads writes into the same place again.
    else if (part.length > 0) this.#parts.push(new Uint8Array(part));
  }

  #end(): string {
    const isTooLong = this.#size > this.#most;
    const text = isTooLong ? '' : new TextDecoder().decode(Buffer.concat(this.#parts)).trim();
    this.clear();
    if (isTooLong) this.tooLong += 1;
    return text;
  }
}
