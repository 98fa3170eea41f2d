import { type ChildProcess, spawn } from 'node:child_process';
import process from 'node:process';

/** What a tool may take before it is ended. */
export interface Bounds {
  /** Milliseconds of wall time. */
  readonly time: number;
  /** Bytes of memory. */
  readonly memory: number;
  /** Bytes on standard output. */
  readonly output: number;
}

export interface Invocation {
  /** Absolute paths and words; never read by a shell. */
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
}

/** How a tool ended: by itself, or because it took too much. */
export interface Ending {
  readonly reason: 'exit' | 'time' | 'output' | 'start';
  readonly code: number | undefined;
  readonly out: Buffer;
  /** The beginning of what it said on standard error, or why it could not be started. */
  readonly err: string;
}

/** Enough of standard error to tell what went wrong. */
const MAX_ERROR = 65_536;

/** Runs a tool in a process group of its own; when it takes too long or says too much, it is killed with everything it started. */
export async function runBounded({ command: [file, ...words], env, folder }: Invocation, bounds: Bounds): Promise<Ending> {
  const child = spawn(file, words, { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const end = () => killGroup(child);
  process.prependOnceListener('exit', end);
  try {
    return await watch(child, bounds);
  } finally {
    process.off('exit', end);
    // What the tool left behind would otherwise go on.
    end();
  }
}

function watch(child: ChildProcess, { time, output }: Bounds): Promise<Ending> {
  return new Promise(resolve => {
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let [size, errorSize] = [0, 0];
    const finish = (reason: Ending['reason'], code?: number, message?: string) => {
      clearTimeout(timer);
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve({ reason, code, out: Buffer.concat(out), err: message ?? Buffer.concat(err).toString('utf8') });
    };
    const stop = (reason: 'time' | 'output') => {
      killGroup(child);
      out.length = 0;
      finish(reason);
    };
    const timer = setTimeout(() => stop('time'), time);
    child.stdout?.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > output) return stop('output');
      out.push(chunk);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      if (errorSize < MAX_ERROR) err.push(chunk.subarray(0, MAX_ERROR - errorSize));
      errorSize += chunk.length;
    });
    child.on('error', cause => finish('start', undefined, cause.message));
    child.on('close', code => finish('exit', code ?? undefined));
  });
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
