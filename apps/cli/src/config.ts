import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { env, getuid } from 'node:process';
import type { EnginePlaces } from '@breakwater/image';

/** What the command line takes from its surroundings; the only place of this app that reads the environment. */
export interface Config {
  /** https://no-color.org */
  readonly noColor: boolean;
  readonly language: 'en' | 'ja';
  /** PostgreSQL to use instead of the embedded one: `DATABASE_URL`. */
  readonly databaseUrl: string | undefined;
  /** Console and API of the server that commands ask: `BREAKWATER_URL`. */
  readonly serverUrl: string | undefined;
  /** API token for it: `BREAKWATER_TOKEN`. */
  readonly serverToken: string | undefined;
  /** Folder that keeps data where no option names one: `BREAKWATER_DATA`, else that of the XDG base directories. */
  readonly dataDir: string;
  /** Logins of registries, as docker login writes them: `DOCKER_CONFIG` is the folder. */
  readonly dockerConfigFile: string;
  /** Where engines of this machine listen and keep images; `DOCKER_HOST` and `CONTAINER_HOST` where they name a socket. */
  readonly engines: EnginePlaces;
  /** Folders with the tools that render charts and overlays: `PATH`. Relative ones are left out: they would lead into what is judged. */
  readonly searchPath: readonly string[];
  /** Handed to programs that keep the user's own logins: they need home, session and agent. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether this runs in a pod of a cluster. */
  readonly inPod: boolean;
  /** Proxies that requests go through: `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`, in small letters too. */
  readonly proxies: { readonly httpsProxy: string; readonly httpProxy: string; readonly noProxy: string };
}

export function readConfig(): Config {
  const dataHome = env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share');
  const runtime = env['XDG_RUNTIME_DIR'] ? [env['XDG_RUNTIME_DIR']] : [];
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return {
    noColor: (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb',
    language: locale.startsWith('ja') ? 'ja' : 'en',
    databaseUrl: env['DATABASE_URL'] || undefined,
    serverUrl: env['BREAKWATER_URL'] || undefined,
    serverToken: env['BREAKWATER_TOKEN'] || undefined,
    dataDir: env['BREAKWATER_DATA'] || chooseDataDir(),
    inPod: (env['KUBERNETES_SERVICE_HOST'] ?? '') !== '',
    proxies: {
      httpsProxy: env['HTTPS_PROXY'] || env['https_proxy'] || '',
      httpProxy: env['HTTP_PROXY'] || env['http_proxy'] || '',
      noProxy: env['NO_PROXY'] || env['no_proxy'] || '',
    },
    dockerConfigFile: join(env['DOCKER_CONFIG'] || join(homedir(), '.docker'), 'config.json'),
    engines: {
      docker: listSockets(env['DOCKER_HOST'], ['/var/run/docker.sock']),
      podman: listSockets(env['CONTAINER_HOST'], [...runtime.map(folder => join(folder, 'podman/podman.sock')), '/run/podman/podman.sock']),
      podmanStores: [join(dataHome, 'containers/storage'), '/var/lib/containers/storage'],
      containerd: ['/var/lib/containerd'],
    },
    environment: { ...env },
    searchPath: (env['PATH'] ?? '').split(delimiter).filter(isAbsolute),
  };
}

/** Engines on other machines are not asked: what they have is in their registry, too. */
function listSockets(named: string | undefined, usual: readonly string[]): readonly string[] {
  if (named === undefined || named === '') return usual;
  return named.startsWith('unix://') ? [named.slice('unix://'.length)] : [];
}

/** PostgreSQL does not run as root, and nobody else may enter /root: then data is kept where services keep theirs. */
function chooseDataDir(): string {
  if (getuid?.() === 0) return '/var/lib/breakwater';
  return join(env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'breakwater');
}
