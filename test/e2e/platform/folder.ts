import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for data and logs of one journey; others may enter, since PostgreSQL runs as a user of its own when we are root. */
export function createFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `breakwater-e2e-${name}-`));
  chmodSync(folder, 0o755);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
