import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that is gone when the test ends. */
export function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-sensor-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
