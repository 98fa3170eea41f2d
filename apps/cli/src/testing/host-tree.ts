import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A file of a host: its text and its mode; a text that begins with -> is a link, one that is a slash a folder. */
export type HostFile = string | { readonly text: string; readonly mode: number };

/** A host below a folder that is gone after the test, by path. */
export function createHost(files: Readonly<Record<string, HostFile>>): string {
  const root = mkdtempSync(join(tmpdir(), 'breakwater-host-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, file] of Object.entries(files)) {
    const { text, mode } = typeof file === 'string' ? { text: file, mode: 0o644 } : file;
    const at = join(root, path);
    mkdirSync(dirname(at), { recursive: true });
    if (text.startsWith('->')) symlinkSync(text.slice(2), at);
    else if (text === '/') mkdirSync(at, { recursive: true });
    else writeFileSync(at, text);
    if (!text.startsWith('->')) chmodSync(at, mode);
  }
  return root;
}
