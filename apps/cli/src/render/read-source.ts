import { stat } from 'node:fs/promises';
import { readPath } from '../check/read-bytes.ts';

/** The text of a file that was rendered from; nothing when it is not there or no regular file. */
export async function readSource(file: string): Promise<string | undefined> {
  try {
    if (!(await stat(file)).isFile()) return undefined;
    return new TextDecoder().decode(await readPath(file));
  } catch {
    return undefined;
  }
}
