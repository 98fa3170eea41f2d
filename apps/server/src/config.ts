import { readFileSync } from 'node:fs';
import { createLog, DaemonError, LOG_LEVELS, type LogLevel } from '@breakwater/daemon';
import { nearestName, toErrorMessage } from '@breakwater/model';
import type { ServerOptions } from './options.ts';

const PREFIX = 'BREAKWATER_SERVER_';

/** About half an hour. */
const SHORTEST_DAYS = 0.02;

/** One setting of the environment; the table is the documentation. */
interface Setting {
  readonly doc: string;
  /** @throws DaemonError for a value that is not taken */
  readonly read: (text: string, name: string) => Partial<ServerOptions>;
}

/** Settings by name, after `BREAKWATER_SERVER_`. */
export const SETTINGS: Readonly<Record<string, Setting>> = {
  DATA: { doc: 'Folder of data', read: dataDir => ({ dataDir }) },
  HOST: { doc: 'Address of API and console', read: host => ({ host }) },
  PORT: { doc: 'Port of API and console', read: (text, name) => ({ port: readInteger(text, name) }) },
  SENSOR_HOST: { doc: 'Address of the port for sensors', read: sensorHost => ({ sensorHost }) },
  SENSOR_PORT: { doc: 'Port for sensors', read: (text, name) => ({ sensorPort: readInteger(text, name) }) },
  SENSOR_NAMES: { doc: 'Names under which sensors reach it, separated by commas', read: text => ({ sensorNames: readList(text) }) },
  CONSOLE: { doc: 'Folder of the built console', read: consoleDir => ({ consoleDir }) },
  SECRET_KEYS: {
    doc: 'Keys that seal secrets, the current one first, separated by commas',
    read: text => ({ secretKeys: readList(text) }),
  },
  CERTIFICATE_DAYS: {
    doc: 'Lifetime of the certificates that sensors get, in days (default: 90)',
    read: (text, name) => ({ certificateDays: readDays(text, name) }),
  },
  TRUST_PROXY: { doc: 'Whether a proxy in front says who asks', read: (text, name) => ({ trustProxy: readBoolean(text, name) }) },
  LOOPBACK_WEBHOOKS: {
    doc: 'Whether webhooks may go to this machine',
    read: (text, name) => ({ allowLoopbackWebhooks: readBoolean(text, name) }),
  },
  LOG_LEVEL: { doc: 'debug, info, warn, error or silent', read: (text, name) => ({ log: createLog(readLevel(text, name)) }) },
};

/**
 * Options of a server that runs on its own, from the environment. DATABASE_URL has the name that everybody gives it. Each setting may stand in a
 * file, which its name with _FILE at the end names, as mounted Secrets do.
 *
 * @throws DaemonError `setting-invalid`
 */
export function readServerConfig(version: string, environment: Readonly<Record<string, string | undefined>> = process.env): ServerOptions {
  const databaseUrl = environment['DATABASE_URL'] || readFileOf('DATABASE_URL', environment['DATABASE_URL_FILE']);
  const base: ServerOptions = {
    version,
    log: createLog('info'),
    dataDir: '/var/lib/breakwater',
    host: '127.0.0.1',
    port: 8080,
    sensorPort: 8443,
    ...(databaseUrl === undefined || databaseUrl === '' ? {} : { databaseUrl }),
  };
  const given = Object.entries(environment).flatMap(([name, text]) =>
    name.startsWith(PREFIX) && text !== undefined && text !== '' ? [readNamed(name, text)] : [],
  );
  return Object.assign(base, ...given) as ServerOptions;
}

const FILE = '_FILE';

function readNamed(name: string, text: string): Partial<ServerOptions> {
  const plain = name.slice(0, -FILE.length);
  return name.endsWith(FILE) ? readSetting(plain, readFileOf(plain, text) ?? '') : readSetting(name, text);
}

/** What stands in a file, without the end of its last line. Throws DaemonError. */
function readFileOf(name: string, path: string | undefined): string | undefined {
  if (path === undefined || path === '') return undefined;
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new DaemonError('setting-invalid', `${name}${FILE}: ${toErrorMessage(cause)}`, { cause });
  }
}

function readSetting(name: string, text: string): Partial<ServerOptions> {
  const setting = SETTINGS[name.slice(PREFIX.length)];
  if (setting !== undefined) return setting.read(text, name);
  const nearest = nearestName(
    name,
    Object.keys(SETTINGS).map(key => PREFIX + key),
  );
  throw new DaemonError('setting-invalid', `there is no setting ${name}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`);
}

function readInteger(text: string, name: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new DaemonError('setting-invalid', `${name}: '${text}' is no port`);
}

/** Parts of a day are taken too; sensors look once a minute whether it is time for a new certificate. */
function readDays(text: string, name: string): number {
  const value = Number(text);
  if (value >= SHORTEST_DAYS && value <= 3650) return value;
  throw new DaemonError('setting-invalid', `${name}: '${text}' is no number of days from ${SHORTEST_DAYS} to 3650`);
}

function readBoolean(text: string, name: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new DaemonError('setting-invalid', `${name}: '${text}' is neither true nor false`);
}

function readLevel(text: string, name: string): LogLevel {
  const level = LOG_LEVELS.find(candidate => candidate === text);
  if (level !== undefined) return level;
  throw new DaemonError('setting-invalid', `${name}: '${text}' is none of ${LOG_LEVELS.join(', ')}`);
}

function readList(text: string): readonly string[] {
  return text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');
}
