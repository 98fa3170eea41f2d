import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, globSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { ROOT } from '../../../scripts/run.ts';
import { waitUntil } from './wait-until.ts';

/** A process of Breakwater, as a user would start it. */
export interface Role {
  readonly pid: number;
  /** What it wrote to standard output so far. */
  readonly output: () => string;
  /** Ends it as `kill -9` does. */
  readonly kill: () => Promise<void>;
  /** Ends it politely; gives its exit code. */
  readonly stop: () => Promise<number | null>;
  /** Ends it as Ctrl-C does; gives its exit code. */
  readonly interrupt: () => Promise<number | null>;
}

export interface RoleOptions {
  readonly uid?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts `breakwater WORDS…` and waits until it said `ready`; its log goes to a file. */
export async function startRole(
  folder: string,
  name: string,
  words: readonly string[],
  ready: RegExp,
  { uid, env = {} }: RoleOptions = {},
): Promise<Role> {
  mkdirSync(folder, { recursive: true });
  const child = spawn(join(ROOT, 'bin/breakwater'), words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
    env: { ...process.env, KUBECONFIG: '/nowhere', DATABASE_URL: '', BREAKWATER_SERVER_LOOPBACK_WEBHOOKS: 'true', ...env },
  });
  const log = createWriteStream(join(folder, `${name}.log`), { flags: 'a' });
  child.stderr?.pipe(log);
  let text = '';
  child.stdout?.on('data', chunk => {
    text += String(chunk);
    log.write(chunk);
  });
  const ended = new Promise<number | null>(resolve => child.once('exit', resolve));
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  void ended.then(() => process.off('exit', kill));
  await waitUntil(`${name} is ready`, 60, async () => {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}; see ${join(folder, `${name}.log`)}`);
    return ready.test(text);
  });
  return {
    pid: child.pid ?? 0,
    output: () => text,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: () => endPolitely(child, ended, 'SIGTERM'),
    interrupt: () => endPolitely(child, ended, 'SIGINT'),
  };
}

async function endPolitely(child: ChildProcess, ended: Promise<number | null>, signal: NodeJS.Signals): Promise<number | null> {
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
  try {
    return await ended;
  } finally {
    clearTimeout(timer);
  }
}

/** Process of the embedded PostgreSQL of a server whose data is in a folder: the first line of its postmaster.pid. */
export function findDatabase(folder: string): number {
  const [file] = globSync('**/postmaster.pid', { cwd: folder });
  if (file === undefined) throw new Error(`no database runs in ${folder}`);
  return Number(readFileSync(join(folder, file), 'utf8').split('\n')[0]);
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
