import type { ChildProcess } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import { Client, type ClientConfig } from 'pg';
import { checkDataVersion, type DataFolder, prepareDataFolder } from './data-folder.ts';
import { lockDataFolder } from './data-lock.ts';
import { DatabaseError } from './errors.ts';
import { type PostgresBinaries, prepareBinaries } from './postgres-binaries.ts';
import { clearLeftovers, createCluster, spawnPostmaster, stopProcess } from './postmaster.ts';

const START_MS = 60_000;
const RESTART_MS = 200;
const MAX_RESTART_MS = 2000;
/** Reasons of PostgreSQL for "not yet". */
const NOT_YET = new Set(['57P03', 'ENOENT', 'ECONNREFUSED', 'ECONNRESET']);

/** A PostgreSQL of our own: a real server process on a Unix socket, with its data in a folder. */
export interface EmbeddedPostgres {
  readonly connection: ClientConfig;
  /** Process id of the server at this moment, for tests that kill it. */
  readonly pid: () => number | undefined;
  readonly stop: () => Promise<void>;
}

interface Supervised {
  readonly folder: DataFolder;
  readonly binaries: PostgresBinaries;
  readonly log: Log;
  child: ChildProcess | undefined;
  stopping: boolean;
}

/**
 * Starts it and starts it again whenever it dies.
 *
 * @throws DatabaseError when it cannot be started at all
 */
export async function startEmbeddedPostgres(options: { readonly dataDir: string; readonly log: Log }): Promise<EmbeddedPostgres> {
  const unlock = lockDataFolder(options.dataDir);
  try {
    const folder = prepareDataFolder(options.dataDir);
    const binaries = prepareBinaries(folder.root, folder.account);
    const server: Supervised = { folder, binaries, log: options.log, child: undefined, stopping: false };
    await createCluster(folder, binaries);
    checkDataVersion(folder, binaries.major);
    await clearLeftovers(folder, options.log);
    await start(server);
    return { connection: toConnection(folder), pid: () => server.child?.pid, stop: () => stop(server, unlock) };
  } catch (error) {
    unlock();
    throw error;
  }
}

function toConnection({ socket, password }: DataFolder): ClientConfig {
  return { host: socket, port: 5432, user: 'breakwater', password, database: 'postgres' };
}

async function start(server: Supervised): Promise<void> {
  const child = spawnPostmaster(server.folder, server.binaries, server.log);
  server.child = child;
  const ended = new Promise<never>((_resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => reject(new DatabaseError('database-not-started', `PostgreSQL ended with ${code} while it was starting`)));
  });
  ended.catch(() => {});
  try {
    await Promise.race([ended, waitUntilReady(server.folder)]);
  } catch (error) {
    if (child.pid !== undefined && child.exitCode === null) await stopProcess(child.pid);
    throw error;
  }
  child.once('exit', (code, signal) => void restart(server, code ?? signal));
}

async function waitUntilReady(folder: DataFolder): Promise<void> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    const client = new Client(toConnection(folder));
    try {
      await client.connect();
      return;
    } catch (error) {
      const code = (error as { code?: string }).code ?? '';
      if (!NOT_YET.has(code) || Date.now() > deadline) throw error;
      await sleep(30);
    } finally {
      await client.end().catch(() => {});
    }
  }
}

/** Backends of a killed server need a moment to let go of its memory, hence the repeated attempts. */
async function restart(server: Supervised, reason: number | string | null): Promise<void> {
  let delay = RESTART_MS;
  while (!server.stopping) {
    server.log.error({ reason }, 'the database ended by itself; starting it again');
    try {
      await clearLeftovers(server.folder, server.log);
      await start(server);
      if (server.stopping) await stopChild(server);
      return;
    } catch (error) {
      server.log.error({ error: toErrorMessage(error) }, 'the database could not be started');
      await sleep(delay);
      delay = Math.min(delay * 2, MAX_RESTART_MS);
    }
  }
}

async function stop(server: Supervised, unlock: () => void): Promise<void> {
  server.stopping = true;
  await stopChild(server);
  const { socket, root } = server.folder;
  if (!socket.startsWith(root) && existsSync(socket)) rmSync(socket, { recursive: true, force: true });
  unlock();
}

async function stopChild({ child }: Supervised): Promise<void> {
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise(resolve => child.once('exit', resolve));
  await Promise.all([stopProcess(child.pid), exited]);
}
