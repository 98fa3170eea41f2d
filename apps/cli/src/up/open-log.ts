import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import { UsageError } from '../command.ts';

/** The log of a process that runs in somebody's terminal: a file of its own, so that the terminal stays readable. Throws UsageError. */
export async function openLog(dataDir: string): Promise<{ readonly log: Log; readonly file: string }> {
  const file = join(dataDir, 'breakwater.log');
  try {
    // Others may enter, since PostgreSQL runs as a user of its own when we are root; what is inside is closed to them part by part.
    mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  } catch (cause) {
    throw new UsageError(`--data ${dataDir}: ${toErrorMessage(cause)}`);
  }
  const { createLog } = await import('@breakwater/daemon');
  return { log: createLog('info', createWriteStream(file, { flags: 'a', mode: 0o600 })), file };
}
