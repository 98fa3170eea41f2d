import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Log, Step } from '@breakwater/daemon';
import type { ProgramSettings } from '@breakwater/image';
import type { CustomWorkload } from '@breakwater/inventory';
import { toErrorMessage } from '@breakwater/model';
import type { startSensor } from '@breakwater/sensor';
import type { startServer } from '@breakwater/server';
import type { Config } from '../config.ts';
import { VERSION } from '../version.ts';
import { startOwnScanner } from './start-own-scanner.ts';

export interface UpOptions {
  readonly dataDir: string;
  readonly host: string;
  /** Of console and API; sensors connect to the next one. 0 takes any free ones. */
  readonly port: number;
  readonly databaseUrl: string | undefined;
  readonly kubeconfig: string | undefined;
  /** Whether a cluster is looked for; else the example is watched. */
  readonly watchCluster: boolean;
  readonly proxies: Config['proxies'];
  /** Whether images are read and matched. */
  readonly scanImages: boolean;
  readonly dockerConfigFile: string;
  /** Asked for logins where that file names them. */
  readonly programs: ProgramSettings;
  /** Kinds that make pods beside the known ones. */
  readonly customWorkloads: readonly CustomWorkload[];
}

/** What runs, in words for the person who started it. */
export interface Running {
  readonly url: string;
  /** Of the user admin, on the very first start. */
  readonly password: string | undefined;
  readonly cluster: string;
  /** Why it is the example and no cluster; empty otherwise. */
  readonly note: string;
  /** Resolves once everything that is watched is stored. */
  readonly synced: Promise<void>;
  readonly close: () => Promise<void>;
}

/** Files that lie beside this program: in the repository, and beside the bundle. */
const BESIDE = { console: ['../../../../dist/console', './console'], example: ['../../../../examples/shop', './examples/shop'] } as const;

/** Starts server, sensor and scanner one after the other; `report` is told what starts. Throws what stood in the way, with everything ended again. */
export async function startAll(options: UpOptions, log: Log, report: (step: string) => void): Promise<Running> {
  const parts: { server?: RunningServer; sensor?: RunningSensor; note: string; watchesCluster: boolean } = {
    note: '',
    watchesCluster: false,
  };
  const steps: readonly Step[] = [
    {
      name: 'server',
      start: async () => {
        const { startServer } = await import('@breakwater/server');
        const server = await startServer(toServerOptions(options, log), part => report(part));
        parts.server = server;
        return () => server.close();
      },
    },
    {
      name: 'sensor',
      start: async () => {
        const { sensor, note } = await startAnySensor(options, requirePart(parts.server), log);
        parts.sensor = sensor;
        parts.note = note;
        parts.watchesCluster = note === '';
        return () => sensor.close();
      },
    },
    {
      name: 'scanner',
      start: async () => {
        if (!options.scanImages) return undefined;
        const scanner = await startOwnScanner(options, requirePart(parts.server), parts.watchesCluster, log);
        return () => scanner.close();
      },
    },
  ];
  const { startSteps } = await import('@breakwater/daemon');
  const close = await startSteps(steps, log, report);
  const [server, sensor] = [requirePart(parts.server), requirePart(parts.sensor)];
  return { url: server.url, password: server.firstPassword, cluster: sensor.cluster.name, note: parts.note, synced: sensor.synced, close };
}

type SensorSource = Parameters<typeof startSensor>[0]['source'];
type RunningServer = Awaited<ReturnType<typeof startServer>>;
type RunningSensor = Awaited<ReturnType<typeof startSensor>>;

function requirePart<T>(part: T | undefined): T {
  if (part === undefined) throw new TypeError('a step was skipped');
  return part;
}

function toServerOptions({ dataDir, host, port, databaseUrl }: UpOptions, log: Log): Parameters<typeof startServer>[0] {
  const consoleDir = findBeside('console');
  return {
    dataDir: join(dataDir, 'server'),
    host,
    port,
    sensorPort: port === 0 ? 0 : port + 1,
    version: VERSION,
    log: log.child({ role: 'server' }),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(consoleDir === undefined ? {} : { consoleDir }),
  };
}

/** The sensor of the cluster that kubectl would use; of the example where there is none. */
async function startAnySensor(
  options: UpOptions,
  server: RunningServer,
  log: Log,
): Promise<{ readonly sensor: RunningSensor; readonly note: string }> {
  const { dataDir, kubeconfig, watchCluster, proxies, customWorkloads } = options;
  const { startSensor } = await import('@breakwater/sensor');
  const start = (name: string, source: SensorSource) =>
    startSensor({
      source,
      dataDir: join(dataDir, name),
      joinToken: () => server.createJoinToken('local'),
      version: VERSION,
      proxies,
      customWorkloads,
      log: log.child({ role: 'sensor' }),
    });
  const example = { type: 'folder', paths: [findBeside('example') ?? 'examples/shop'], name: 'example' } as const;
  if (!watchCluster) return { sensor: await start('example', example), note: 'no cluster is watched, as you asked' };
  try {
    return { sensor: await start('sensor', { type: 'cluster', ...(kubeconfig === undefined ? {} : { kubeconfig }) }), note: '' };
  } catch (cause) {
    // A cluster that was named is meant: something else would be watched without being asked for.
    if (kubeconfig !== undefined) throw cause;
    return { sensor: await start('example', example), note: toErrorMessage(cause) };
  }
}

function findBeside(what: keyof typeof BESIDE): string | undefined {
  return BESIDE[what].map(path => fileURLToPath(new URL(path, import.meta.url))).find(path => existsSync(path));
}
