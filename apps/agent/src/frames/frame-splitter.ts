import { AgentError } from '../errors.ts';
import { HEAD_BYTES, MAX_FRAME } from './layout.ts';

/** Cuts a stream into frames; holds no more than one that is not whole yet. */
export class FrameSplitter {
  #rest: Buffer = Buffer.alloc(0);

  /** The frames that are whole now. Throws AgentError `frame-invalid` for a length that no frame has: where the next one begins is not known then. */
  *split(chunk: Buffer): Generator<Buffer> {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    while (bytes.length - at >= 4) {
      const size = bytes.readUInt32LE(at);
      if (size < HEAD_BYTES || size > MAX_FRAME)
        throw new AgentError('frame-invalid', `a frame of ${size} bytes came from the kernel side`);
      if (bytes.length - at < size) break;
      yield bytes.subarray(at, at + size);
      at += size;
    }
    this.#rest = Buffer.from(bytes.subarray(at));
  }
}
