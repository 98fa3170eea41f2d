import { chmodSync, writeFileSync } from 'node:fs';
import { createFolder, type Folder } from '../../testing/folder.ts';

/** A folder of tools that are shell scripts, to be the PATH of a test. A script is called with an empty PATH: it names others by their place. */
export function createTools(scripts: Readonly<Record<string, string>>): Folder {
  const folder = createFolder();
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(folder.at(name), `#!/bin/sh\n${script}\n`);
    chmodSync(folder.at(name), 0o755);
  }
  return folder;
}
