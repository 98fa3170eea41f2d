import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { readManifest, toObjects } from '@breakwater/manifest';
import type { Raw } from '../cluster/api-client.ts';

const MAIN = join(import.meta.dirname, '../../apps/cli/src/main.ts');
const IMAGE = `registry.example/breakwater@sha256:${'a'.repeat(64)}`;

/** What a command of `install` prints. Throws where it ends with anything but 0. */
export function printInstall(what: string, options: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'install', what, ...options], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`install ${what} ends with ${status}: ${stderr}`);
  return stdout;
}

/** The objects that `install manifest` prints; for an image that nobody runs, unless another one is named. */
export function printManifests(options: readonly string[] = [], image = IMAGE): readonly Raw[] {
  const printed = printInstall('manifest', ['--image', image, ...options]);
  return toObjects(readManifest(printed, { source: 'install.yaml' })).objects.map(({ value }) => value as Raw);
}
