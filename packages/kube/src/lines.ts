import { KubeError } from './errors.ts';

/** A line of a stream; `undefined` for one that was longer than what is read. */
export type Line = string | undefined;

const FEED = 0x0a;

/** Cuts a stream of bytes into lines. Memory stays below `maxBytes` however long a line is. */
export async function* readLines(stream: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Line> {
  const cutter = new LineCutter(maxBytes);
  for await (const chunk of stream) yield* cutter.push(chunk);
  if (cutter.pending > 0) throw new KubeError('cluster-unreachable', 'the stream ended in the middle of a line');
}

class LineCutter {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #size = 0;
  #skipping = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get pending(): number {
    return this.#size;
  }

  *push(chunk: Buffer): Generator<Line> {
    let rest = chunk;
    for (let end = rest.indexOf(FEED); end >= 0; end = rest.indexOf(FEED)) {
      this.#add(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
      yield this.#take();
    }
    this.#add(rest);
  }

  #add(part: Buffer): void {
    this.#size += part.length;
    if (this.#size > this.#maxBytes) {
      this.#skipping = true;
      this.#parts = [];
    } else if (part.length > 0) this.#parts.push(part);
  }

  #take(): Line {
    const line = this.#skipping ? undefined : Buffer.concat(this.#parts).toString('utf8');
    this.#parts = [];
    this.#size = 0;
    this.#skipping = false;
    return line;
  }
}
