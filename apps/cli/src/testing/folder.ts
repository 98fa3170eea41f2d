import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of files that is gone at the end of the scope: `using folder = createFolder({ 'a.yaml': … })`. */
export interface Folder extends Disposable {
  readonly path: string;
  /** Absolute path of something inside. */
  at(path: string): string;
}

export function createFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): Folder {
  const path = mkdtempSync(join(tmpdir(), 'breakwater-cli-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return { path, at: name => join(path, name), [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
