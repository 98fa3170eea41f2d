import { randomUUID } from 'node:crypto';
import { access, constants, lstat, open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Problem, toErrorMessage } from '@breakwater/model';
import type { FixFile } from './read-file.ts';

/**
 * Replaces a file at once or not at all: the new text is written beside it, with its mode and owner, and renamed over it. A symbolic link
 * stays one. What was changed since it was read is left alone.
 *
 * @returns what stood in the way, nothing once it is written
 */
export async function writeFixedFile(file: FixFile, text: string): Promise<readonly Problem[]> {
  try {
    const path = await realpath(file.path);
    const refusal = await findObstacle(path, file);
    if (refusal !== undefined) return [{ code: 'not-written', message: refusal, source: file.path }];
    await replace(path, text);
    return [];
  } catch (cause) {
    return [{ code: 'not-written', message: `It could not be written and is as it was: ${toErrorMessage(cause)}`, source: file.path }];
  }
}

async function findObstacle(path: string, file: FixFile): Promise<string | undefined> {
  const info = await lstat(path);
  if (info.nlink > 1) return 'It has more than one name (hard links), which replacing it would tear apart, so it is left as it is.';
  await access(path, constants.W_OK);
  const now = await readFile(path);
  return now.equals(file.bytes) ? undefined : 'It was changed while it was judged, so it is left as it is. Run the command again.';
}

async function replace(path: string, text: string): Promise<void> {
  const { mode, uid, gid } = await lstat(path);
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      const own = await handle.stat();
      if (own.uid !== uid || own.gid !== gid) await handle.chown(uid, gid);
      await handle.chmod(mode & 0o7777);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true });
    throw cause;
  }
}
