import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { findTool } from './find-tool.ts';
import { type Bounds, type Ending, runBounded } from './run-bounded.ts';

export const DEFAULT_BOUNDS: Bounds = { time: 30_000, memory: 1024 ** 3, output: 64 * 1024 ** 2 };

/** Where `prlimit` and `unshare` of util-linux stand, also when PATH does not name it. */
const SYSTEM_FOLDERS: readonly string[] = ['/usr/bin', '/bin', '/usr/sbin', '/sbin'];

/** Signals that would end us without a chance to end what we started: tools are in a process group of their own. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** As shells tell an interrupt. */
const stop = (): void => process.exit(130);

export interface ConfinementOptions {
  /** Folders in which tools are looked for. */
  readonly searchPath: readonly string[];
  /** Whether tools may use the network. */
  readonly allowRemote: boolean;
  readonly bounds?: Bounds;
  /** Folders with the tools that limit others, instead of those of the system. */
  readonly systemFolders?: readonly string[];
}

/** A place to run tools in that see nothing of the user's: an empty home, a bare environment, bounded memory, time and output. */
export class Confinement implements AsyncDisposable {
  readonly bounds: Bounds;
  /** A private folder, gone at the end. */
  readonly folder: string;
  /** Whether the memory of tools is bounded. */
  readonly boundsMemory: boolean;
  readonly #prefix: readonly string[];
  readonly #env: Readonly<Record<string, string>>;

  private constructor(bounds: Bounds, folder: string, prefix: readonly string[], boundsMemory: boolean, env: Record<string, string>) {
    this.bounds = bounds;
    this.folder = folder;
    this.boundsMemory = boundsMemory;
    this.#prefix = prefix;
    this.#env = env;
    process.once('exit', this.#remove);
    for (const signal of SIGNALS) process.once(signal, stop);
  }

  readonly #remove = (): void => rmSync(this.folder, { recursive: true, force: true });

  static async open({ searchPath, allowRemote, bounds = DEFAULT_BOUNDS, systemFolders = SYSTEM_FOLDERS }: ConfinementOptions) {
    const folder = await mkdtemp(join(tmpdir(), 'breakwater-render-'));
    const prlimit = await findTool('prlimit', systemFolders);
    const unshare = allowRemote ? undefined : await findTool('unshare', systemFolders);
    const prefix = [
      ...(unshare === undefined ? [] : listIsolation(unshare)),
      ...(prlimit === undefined ? [] : listLimits(prlimit, bounds)),
    ];
    const env = createEnvironment(folder, bounds, allowRemote ? searchPath : []);
    return new Confinement(bounds, folder, prefix, prlimit !== undefined, env);
  }

  async run(file: string, words: readonly string[]): Promise<Ending> {
    const [first = file, ...rest] = [...this.#prefix, file, ...words];
    return await runBounded({ command: [first, ...rest], env: this.#env, folder: this.folder }, this.bounds);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    process.off('exit', this.#remove);
    for (const signal of SIGNALS) process.off(signal, stop);
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A network without any way out: as root, else as a user who is root in a namespace of its own; nothing where neither is allowed. */
function listIsolation(unshare: string): readonly string[] {
  const forms = [['-n'], ['-r', '-n']];
  // What is tried with is itself: an image need not have any other program.
  const form = forms.find(words => spawnSync(unshare, [...words, '--', unshare, '--version'], { env: {}, timeout: 5000 }).status === 0);
  return form === undefined ? [] : [unshare, ...form, '--'];
}

/**
 * Data rather than address space: a Go program reserves far more than it uses. Processor time as well, so that a tool ends even when we
 * were killed ourselves.
 */
function listLimits(prlimit: string, { memory, time }: Bounds): readonly string[] {
  const seconds = Math.ceil(time / 1000) * 4;
  return [prlimit, `--data=${memory}`, `--cpu=${seconds}`, '--core=0', '--'];
}

/** Without PATH a tool finds no other one (git, plug-ins); proxies that lead nowhere stop what reaches out by itself. */
function createEnvironment(folder: string, { memory }: Bounds, searchPath: readonly string[]): Record<string, string> {
  const nowhere = 'http://127.0.0.1:9';
  const proxies = { HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere, http_proxy: nowhere, https_proxy: nowhere, ALL_PROXY: nowhere };
  return {
    HOME: folder,
    TMPDIR: folder,
    PATH: searchPath.length === 0 ? folder : searchPath.join(':'),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GOMEMLIMIT: String(Math.floor(memory * 0.85)),
    ...(searchPath.length === 0 ? { ...proxies, GIT_ALLOW_PROTOCOL: 'none' } : {}),
  };
}
