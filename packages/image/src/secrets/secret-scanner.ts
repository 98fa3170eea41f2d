import { LIMITS } from '../limits.ts';
import type { TarEntry } from '../tar/entry.ts';
import type { ContentSink } from '../tar/tar-reader.ts';
import { findSecrets } from './find-secrets.ts';
import type { FoundSecret } from './secret-kind.ts';
import { isSkipped } from './skipped-paths.ts';

const MIN_BYTES = 10;
/** Bytes that are searched at once; pieces of a larger file overlap. */
const PIECE = 4 * 1024 * 1024;
const OVERLAP = 4096;
/** A zero in so many bytes means that a file is no text. */
const HEAD = 4096;

/** Searches the texts of a layer while they go by. */
export class SecretScanner {
  readonly found: FoundSecret[] = [];
  /** Whether there may be credentials that are not told. */
  get isCut(): boolean {
    return this.#isCut || this.#budget.left <= 0;
  }

  #isCut = false;
  readonly #salt: Uint8Array;
  readonly #budget = { left: LIMITS.secretSearch };

  constructor(salt: Uint8Array) {
    this.#salt = salt;
  }

  /** Where the content of an entry goes; undefined when it is not searched. */
  open({ path, type, size, sparse }: TarEntry): ContentSink | undefined {
    if (type !== 'file' || size < MIN_BYTES || sparse === true || isSkipped(path)) return undefined;
    let pending: Buffer[] = [];
    let length = 0;
    let lines = 0;
    let isText: boolean | undefined;
    const search = (isLast: boolean): void => {
      const bytes = pending.length === 1 && pending[0] !== undefined ? pending[0] : Buffer.concat(pending);
      this.#search(path, bytes, lines);
      const rest = isLast ? Buffer.alloc(0) : bytes.subarray(-OVERLAP);
      lines += countNewlines(bytes.subarray(0, bytes.length - rest.length));
      pending = [Buffer.from(rest)];
      length = rest.length;
    };
    return {
      write: chunk => {
        isText ??= !chunk.subarray(0, HEAD).includes(0);
        if (!isText) return;
        pending.push(chunk);
        length += chunk.length;
        if (length >= PIECE) search(false);
      },
      end: () => {
        if (isText === true && length > 0) search(true);
      },
    };
  }

  #search(path: string, bytes: Buffer, lines: number): void {
    for (const { line, ...secret } of findSecrets(bytes, this.#salt, this.#budget)) {
      if (this.found.length >= LIMITS.secrets) {
        this.#isCut = true;
        return;
      }
      const one = { ...secret, place: path, line: line + lines };
      if (!this.found.some(({ place, hash, line: at }) => place === path && hash === one.hash && at === one.line)) this.found.push(one);
    }
  }
}

function countNewlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count += 1;
  return count;
}
