import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { env, getuid } from 'node:process';

/** What the command line takes from its surroundings; the only place of this app that reads the environment. */
export interface Config {
  /** https://no-color.org */
  readonly noColor: boolean;
  readonly language: 'en' | 'ja';
  /** PostgreSQL to use instead of the embedded one: `DATABASE_URL`. */
  readonly databaseUrl: string | undefined;
  /** Folder that keeps data where no option names one: `BREAKWATER_DATA`, else that of the XDG base directories. */
  readonly dataDir: string;
  /** Logins of registries, as docker login writes them: `DOCKER_CONFIG` is the folder. */
  readonly dockerConfigFile: string;
  /** Folders with the tools that render charts and overlays: `PATH`. Relative ones are left out: they would lead into what is judged. */
  readonly searchPath: readonly string[];
  /** Handed to programs that keep the user's own logins: they need home, session and agent. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Proxies that requests go through: `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`, in small letters too. */
  readonly proxies: { readonly httpsProxy: string; readonly httpProxy: string; readonly noProxy: string };
}

export function readConfig(): Config {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return {
    noColor: (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb',
    language: locale.startsWith('ja') ? 'ja' : 'en',
    databaseUrl: env['DATABASE_URL'] || undefined,
    dataDir: env['BREAKWATER_DATA'] || chooseDataDir(),
    proxies: {
      httpsProxy: env['HTTPS_PROXY'] || env['https_proxy'] || '',
      httpProxy: env['HTTP_PROXY'] || env['http_proxy'] || '',
      noProxy: env['NO_PROXY'] || env['no_proxy'] || '',
    },
    dockerConfigFile: join(env['DOCKER_CONFIG'] || join(homedir(), '.docker'), 'config.json'),
    environment: { ...env },
    searchPath: (env['PATH'] ?? '').split(delimiter).filter(isAbsolute),
  };
}

/** PostgreSQL does not run as root, and nobody else may enter /root: then data is kept where services keep theirs. */
function chooseDataDir(): string {
  if (getuid?.() === 0) return '/var/lib/breakwater';
  return join(env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'breakwater');
}
