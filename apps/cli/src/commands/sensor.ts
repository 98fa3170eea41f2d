import { resolve } from 'node:path';
import { readCustomWorkloads } from '../check/custom-workloads.ts';
import { PROJECT_FILE } from '../check/read-exceptions.ts';
import { type CommandDefinition, UsageError } from '../command.ts';
import { readConfig } from '../config.ts';
import { EXIT } from '../exit-code.ts';
import { readWhole } from '../read-whole.ts';
import { EVENT_PORT_OPTIONS, readEventPort } from '../up/event-port-options.ts';
import { JOIN_OPTIONS, readJoin } from '../up/join-options.ts';
import { NATIVE_OPTIONS, readNative } from '../up/native-options.ts';
import { refuseStart } from '../up/refuse-start.ts';
import { ROLE_PORT_OPTIONS, readRolePort } from '../up/role-port-options.ts';
import { runUntilStopped } from '../up/until-stopped.ts';
import { VERSION } from '../version.ts';

const MIB = 1024 * 1024;

export const command: CommandDefinition = {
  name: 'sensor',
  summary: 'Watch a cluster, judge it, and report to a server; it writes nothing, unless native enforcement is asked for',
  arguments: [],
  options: [
    ...JOIN_OPTIONS,
    { name: 'kubeconfig', value: 'file', doc: 'Cluster to watch (default: the one that kubectl would use, or that this pod runs in)' },
    { name: 'folder', value: 'path', doc: 'Watch a folder of manifests instead of a cluster; may be repeated', repeatable: true },
    { name: 'name', value: 'name', doc: 'Name of the cluster, as people know it' },
    { name: 'data', value: 'folder', doc: 'Folder of identity, state and spool' },
    {
      name: 'workloads',
      value: 'folder',
      doc: `Folder whose ${PROJECT_FILE} names custom kinds that make pods, under \`workloads\` (default: the current one)`,
    },
    {
      name: 'event-spool',
      value: 'MiB',
      doc: 'Room on disk for events while the server is away; the oldest go first',
      default: '512',
    },
    { name: 'metadata-only', doc: 'Read nothing but metadata of objects' },
    ...NATIVE_OPTIONS,
    { name: 'admission-bundle', value: 'file', doc: 'Keep what admission decides by in this file, for `breakwater admission --bundle`' },
    ...ROLE_PORT_OPTIONS,
    ...EVENT_PORT_OPTIONS,
  ],
  examples: [
    { command: 'breakwater sensor --join bwj1.eyJ1cmwi… --name production', doc: 'Join the cluster of the current kubeconfig' },
    { command: 'breakwater sensor', doc: 'Go on after a restart' },
    {
      command: 'breakwater sensor --event-port 8445 --event-host 0.0.0.0 --event-secrets senders/',
      doc: 'Judge also what the API server and Falco record; `install audit-webhook` says how the API server delivers it',
    },
  ],
  run: async ({ options }, terminal) => {
    const folders = (options['folder'] as readonly string[] | undefined) ?? [];
    const name = typeof options['name'] === 'string' ? options['name'] : undefined;
    if (folders.length > 0 && name === undefined) throw new UsageError('--folder needs a name for what it holds: --name example');
    const rolePort = readRolePort({ options });
    const eventBytes = readWhole('event-spool', String(options['event-spool']), 1, 1_000_000) * MIB;
    const eventPort = readEventPort({ options });
    const [{ createLog }, { startSensor }] = await Promise.all([import('@breakwater/daemon'), import('@breakwater/sensor')]);
    const { dataDir, proxies } = readConfig();
    const sensor = await startSensor({
      source:
        folders.length > 0
          ? { type: 'folder', paths: folders, name: name ?? '' }
          : { type: 'cluster', ...(typeof options['kubeconfig'] === 'string' ? { kubeconfig: options['kubeconfig'] } : {}) },
      dataDir: resolve(String(options['data'] ?? `${dataDir}/sensor`)),
      version: VERSION,
      log: createLog('info'),
      proxies,
      eventBytes,
      metadataOnly: options['metadata-only'] === true,
      customWorkloads: await readCustomWorkloads(typeof options['workloads'] === 'string' ? options['workloads'] : ''),
      ...(name === undefined ? {} : { name }),
      ...readJoin(options),
      ...readNative({ options }),
      ...(rolePort === undefined ? {} : { rolePort }),
      ...(eventPort === undefined ? {} : { eventPort }),
      ...(typeof options['admission-bundle'] === 'string' ? { bundleFile: resolve(options['admission-bundle']) } : {}),
    }).catch(refuseStart);
    await runUntilStopped(
      () => terminal.stdout(`watching cluster "${sensor.cluster.name}" (${sensor.cluster.id})\n`),
      () => sensor.close(),
    );
    return EXIT.nothing;
  },
};
