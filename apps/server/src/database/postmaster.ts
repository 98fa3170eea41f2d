import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@breakwater/daemon';
import { type DataFolder, withPasswordFile } from './data-folder.ts';
import { DatabaseError } from './errors.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';

const STOP_MS = 15_000;
/** How much of what a failing tool said is kept for the message. */
const MAX_OUTPUT = 2000;

/** Settings of a database for one machine; everything that keeps data safe stays on. */
const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  max_connections: '60',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  autovacuum_naptime: '15s',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  log_min_messages: 'warning',
};

/** Writes an empty database; a start that was interrupted here begins again. */
export async function createCluster(folder: DataFolder, binaries: PostgresBinaries): Promise<void> {
  if (existsSync(join(folder.cluster, 'PG_VERSION'))) return;
  const partial = `${folder.cluster}.partial`;
  rmSync(partial, { recursive: true, force: true });
  await withPasswordFile(folder, passwordFile =>
    runTool(folder, binaries, [
      `--pgdata=${partial}`,
      '--username=breakwater',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      // Order by code point, letter case by Unicode: the same on every machine, whatever its locales.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ]),
  );
  renameSync(partial, folder.cluster);
}

async function runTool(folder: DataFolder, binaries: PostgresBinaries, args: readonly string[]): Promise<void> {
  const child = spawnAs(folder, binaries, binaries.initdb, args);
  const output = collectOutput(child);
  const code = await new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject));
  if (code !== 0) throw new DatabaseError('database-not-started', `initdb ended with ${code}: ${output()}`);
}

/** Starts the server process; it outlives a Ctrl-C of the terminal, since the order of stopping is ours. */
export function spawnPostmaster(folder: DataFolder, binaries: PostgresBinaries, log: Log): ChildProcess {
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawnAs(folder, binaries, binaries.postgres, ['-D', folder.cluster, '-k', folder.socket, ...settings]);
  child.stderr?.on('data', (chunk: Buffer) => tell(log, chunk.toString('utf8').trimEnd()));
  child.stdout?.resume();
  return child;
}

/** Most of what it says is of interest only to who looks for a fault; a full disk is to everybody. */
function tell(log: Log, text: string): void {
  const isGrave = /PANIC|No space left on device/.test(text);
  log[isGrave ? 'error' : 'debug']({ component: 'postgres' }, text);
}

function spawnAs(folder: DataFolder, binaries: PostgresBinaries, command: string, args: readonly string[]): ChildProcess {
  return spawn(command, args, {
    cwd: folder.root,
    env: { LD_LIBRARY_PATH: binaries.libraries, DYLD_LIBRARY_PATH: binaries.libraries, LC_ALL: 'C', PATH: '/usr/bin:/bin', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...folder.account,
  });
}

function collectOutput(child: ChildProcess): () => string {
  let text = '';
  const append = (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-MAX_OUTPUT);
  };
  child.stdout?.on('data', append);
  child.stderr?.on('data', append);
  return () => text.trim();
}

/**
 * After a crash of ours PostgreSQL may still run, or have left the file that says so. One that runs is asked to stop: the
 * folder's lock proves that nobody else owns it.
 */
export async function clearLeftovers(folder: DataFolder, log: Log): Promise<void> {
  const file = join(folder.cluster, 'postmaster.pid');
  const pid = readPid(file);
  if (pid === undefined) return;
  if (isPostmaster(pid, folder.cluster)) {
    log.warn({ pid }, 'stopping the database that an earlier process left running');
    await stopProcess(pid);
  }
  // A number that now belongs to somebody else would keep PostgreSQL from starting.
  if (!isPostmaster(pid, folder.cluster)) rmSync(file, { force: true });
}

function readPid(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

function isPostmaster(pid: number, cluster: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster);
  } catch {
    return false;
  }
}

/** Fast shutdown (SIGINT), and an immediate one (SIGQUIT, safe thanks to the log) when that takes too long. */
export async function stopProcess(pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (!send(pid, signal)) return;
    const deadline = Date.now() + STOP_MS;
    while (Date.now() < deadline) {
      await sleep(20);
      if (!send(pid, 0)) return;
    }
  }
}

function send(pid: number, signal: 'SIGINT' | 'SIGQUIT' | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
