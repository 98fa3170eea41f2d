import { readFileSync, statSync } from 'node:fs';
import type { Log } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import { type OpenBundle, openBundle } from './open-bundle.ts';

/** Tells of every bundle that comes, the first one perhaps at once. */
export interface BundleSource {
  stop(): Promise<void>;
}

export interface BundleListener {
  readonly onBundle: (bundle: OpenBundle) => void;
  readonly log: Log;
}

/** Between two looks at the file. */
const LOOK_MS = 500;

/** Watches a file that a sensor writes. One that cannot be read is told once, and the last good one goes on. */
export function watchBundleFile(path: string, { onBundle, log }: BundleListener): BundleSource {
  let seen = '';
  const look = (): void => {
    const version = readVersion(path);
    if (version === seen) return;
    seen = version;
    if (version === '') {
      log.warn({ file: path }, 'there is no bundle of a sensor here yet');
      return;
    }
    try {
      onBundle(openBundle(readFileSync(path)));
    } catch (cause) {
      log.error({ file: path, error: toErrorMessage(cause) }, 'the bundle cannot be used; the last one goes on');
    }
  };
  look();
  const timer = setInterval(look, LOOK_MS);
  return { stop: async () => clearInterval(timer) };
}

/** A file that takes the place of another one has another inode. */
function readVersion(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.ino} ${stat.mtimeMs} ${stat.size}`;
}
