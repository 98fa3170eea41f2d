/** One line of a stream, from 1; text is undefined where it is longer than is read. */
export interface Line {
  readonly number: number;
  readonly text: string | undefined;
}

const NEWLINE = 10;

/**
 * Lines of a stream of bytes, empty ones left out. What is longer than `most` bytes is let go while it is read, so that a file of one endless line takes no
 * more memory than any other.
 */
export async function* readLines(stream: AsyncIterable<Uint8Array | string>, most: number): AsyncGenerator<Line> {
  const pending = new PendingLine(most);
  let number = 1;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      pending.add(bytes.subarray(start, end));
      const text = pending.take();
      if (text !== '') yield { number, text };
      number++;
      start = end + 1;
    }
    pending.add(bytes.subarray(start));
  }
  const text = pending.take();
  if (text !== '') yield { number, text };
}

class PendingLine {
  readonly #most: number;
  #parts: Uint8Array[] = [];
  #size = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(part: Uint8Array): void {
    this.#size += part.length;
    if (this.#size > this.#most) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  /** What was added, as text without blanks around it; undefined for more than is kept. */
  take(): string | undefined {
    const text = this.#size > this.#most ? undefined : new TextDecoder().decode(Buffer.concat(this.#parts)).trim();
    this.#parts = [];
    this.#size = 0;
    return text;
  }
}
