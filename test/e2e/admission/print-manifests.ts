import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { readManifest, toObjects } from '@breakwater/manifest';
import type { Raw } from '../../cluster/api-client.ts';

const MAIN = join(import.meta.dirname, '../../../apps/cli/src/main.ts');
const IMAGE = `registry.example/breakwater@sha256:${'a'.repeat(64)}`;

/** What `install manifest` prints with some options. Throws where it prints nothing. */
export function printManifests(options: readonly string[]): readonly Raw[] {
  const printed = spawnSync(process.execPath, [MAIN, 'install', 'manifest', '--image', IMAGE, ...options], { encoding: 'utf8' });
  if (printed.status !== 0) throw new Error(`install manifest ends with ${printed.status}: ${printed.stderr}`);
  return toObjects(readManifest(printed.stdout, { source: 'install.yaml' })).objects.map(({ value }) => value as Raw);
}
