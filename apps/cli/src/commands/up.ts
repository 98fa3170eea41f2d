import { resolve } from 'node:path';
import { readCustomWorkloads } from '../check/custom-workloads.ts';
import type { CommandDefinition, Terminal } from '../command.ts';
import { readConfig } from '../config.ts';
import { EXIT } from '../exit-code.ts';
import { openLog } from '../up/open-log.ts';
import { readPort } from '../up/read-port.ts';
import { refuseStart } from '../up/refuse-start.ts';
import { type Running, startAll } from '../up/start-all.ts';
import { runUntilStopped } from '../up/until-stopped.ts';

export const command: CommandDefinition = {
  name: 'up',
  summary: 'Start everything on this machine: database, server, console, a sensor for your cluster or the example, and a scanner of images',
  arguments: [],
  options: [
    {
      name: 'data',
      value: 'folder',
      doc: 'Folder that keeps everything (default: breakwater in your data folder; as root /var/lib/breakwater)',
    },
    { name: 'host', value: 'address', doc: 'Address to listen on', default: '127.0.0.1' },
    {
      name: 'port',
      value: 'port',
      doc: 'Port of console and API; sensors connect to the next one; 0 takes any free ones',
      default: '7480',
    },
    { name: 'kubeconfig', value: 'file', doc: 'Cluster to watch, read-only (default: the one that kubectl would use)' },
    { name: 'no-cluster', doc: 'Watch the example application, whatever cluster there is' },
    { name: 'no-scan', doc: 'Read no images: no registry is asked' },
  ],
  examples: [
    { command: 'breakwater up', doc: 'Look at the cluster of your kubeconfig; without one at the example' },
    { command: 'breakwater up --no-cluster --data /tmp/breakwater', doc: 'Try it without touching anything' },
    {
      command: 'DATABASE_URL=postgres://breakwater@db/breakwater breakwater up',
      doc: 'Keep state in a PostgreSQL of your own, version 15 or later',
    },
  ],
  run: async ({ options }, terminal) => {
    const config = readConfig();
    const port = readPort('port', options['port']);
    const dataDir = resolve(String(options['data'] ?? config.dataDir));
    const { log, file } = await openLog(dataDir);
    await terminal.stderr(`Breakwater is starting; data and log are in ${dataDir}\n`);
    const running = await startAll(
      {
        dataDir,
        host: String(options['host']),
        port,
        databaseUrl: config.databaseUrl,
        kubeconfig: typeof options['kubeconfig'] === 'string' ? options['kubeconfig'] : undefined,
        watchCluster: options['no-cluster'] !== true,
        scanImages: options['no-scan'] !== true,
        dockerConfigFile: config.dockerConfigFile,
        programs: { searchPath: config.searchPath, environment: config.environment },
        proxies: config.proxies,
        customWorkloads: await readCustomWorkloads(),
      },
      log,
      step => void terminal.stderr(`  ${step} …\n`),
    ).catch(refuseStart);
    await runUntilStopped(
      () => announce(running, terminal),
      async () => {
        await terminal.stderr('\nstopping …\n');
        await running.close();
        await terminal.stderr(`stopped; everything is kept in ${dataDir} (log: ${file})\n`);
      },
    );
    return EXIT.nothing;
  },
};

async function announce({ url, password, cluster, note, synced }: Running, terminal: Terminal): Promise<void> {
  if (note !== '') await terminal.stderr(`  no cluster: ${note}\n  The example application is watched instead, as cluster "example".\n`);
  const login =
    password === undefined ? 'log in with the password that you chose' : `log in as admin with the password ${password} (shown once)`;
  await terminal.stdout(`\nOpen ${url} and ${login}\nCtrl-C stops everything\n`);
  // The first look at a large cluster takes a while: whoever waits is told when it is done.
  void synced.then(
    () => terminal.stderr(`  everything in cluster "${cluster}" has been looked at\n`),
    () => undefined,
  );
}
