import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Problem } from '@breakwater/model';
import { explain } from '../check/find-files.ts';
import { readPath, readStream, TooLarge } from '../check/read-bytes.ts';

/** A file as it was read, to be compared with what is there when it is written. */
export interface FixFile {
  /** As it was given; `-` for standard input. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Its text, a byte order mark included. */
  readonly text: string;
}

const NOT_A_FILE = 'This is no regular file, so it cannot be written back. Use `-` for standard input.';

/** Reads a file that may be written back: a real one, or standard input, in UTF-8. */
export async function readFixFile(path: string, stdin: Readable): Promise<FixFile | Problem> {
  try {
    if (path !== '-' && !(await stat(path)).isFile()) return { code: 'not-a-file', message: NOT_A_FILE, source: path };
    const bytes = await (path === '-' ? readStream(stdin) : readPath(path));
    const text = decode(bytes);
    return text === undefined
      ? { code: 'not-utf-8', message: 'It is not UTF-8 text, so it is left as it is.', source: path }
      : { path, bytes, text };
  } catch (cause) {
    if (cause instanceof TooLarge) return { code: 'file-too-large', message: cause.message, source: path };
    return { code: 'unreadable-path', message: explain(cause), source: path };
  }
}

/** The text whose encoding gives back the same bytes, if there is one. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
