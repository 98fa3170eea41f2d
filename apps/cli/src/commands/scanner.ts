import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { PROJECT_FILE } from '../check/read-exceptions.ts';
import type { CommandDefinition } from '../command.ts';
import { readConfig } from '../config.ts';
import { EXIT } from '../exit-code.ts';
import { IMAGE_OPTIONS, readImageOptions } from '../image/image-options.ts';
import { readTrustSources } from '../image/read-trust-rule.ts';
import { JOIN_OPTIONS, readJoin } from '../up/join-options.ts';
import { refuseStart } from '../up/refuse-start.ts';
import { readScannerOptions } from '../up/scanner-options.ts';
import { runUntilStopped } from '../up/until-stopped.ts';
import { VERSION } from '../version.ts';
import { DATABASE_OPTION, findDatabase } from '../vulnerability/scan-options.ts';

const SHARED = new Set(['docker-config', 'mirror', 'plain-http']);

export const command: CommandDefinition = {
  name: 'scanner',
  summary: 'Read the images of connected clusters and match them against advisories, for a server; run as many as you like',
  arguments: [],
  options: [
    ...JOIN_OPTIONS,
    { name: 'name', value: 'name', doc: 'Name of the scanner, as people know it (default: that of this machine)' },
    { name: 'data', value: 'folder', doc: 'Folder of its identity' },
    DATABASE_OPTION,
    {
      name: 'kubeconfig',
      value: 'file',
      doc: 'Cluster whose pull secrets are used for its images (default: the one that this pod runs in; none elsewhere)',
    },
    { name: 'concurrency', value: 'number', doc: 'Images that are read at once (default: one for each core)' },
    {
      name: 'cache-dir',
      value: 'folder',
      doc: 'Folder that keeps what was read of layers, up to 1 GiB (default: cache in the data folder)',
    },
    {
      name: 'update-every',
      value: 'time',
      doc: 'How often advisories are fetched, as 6h or 30m',
      default: '6h',
    },
    { name: 'offline', doc: 'Fetch no advisories: somebody else puts the database there' },
    {
      name: 'advisory-mirror',
      value: 'url',
      doc: 'Folder of a web server that has all advisories by their names; the next one is asked when one fails',
      repeatable: true,
    },
    {
      name: 'trust',
      value: 'file',
      doc: `File with the rules of trust by which signatures are verified (default: ${PROJECT_FILE} of this folder)`,
    },
    ...IMAGE_OPTIONS.filter(({ name }) => SHARED.has(name)),
  ],
  examples: [
    { command: 'breakwater scanner --join bwj1.eyJ1cmwi…', doc: 'Help a server; go on after a restart without the token' },
    { command: 'breakwater scanner --kubeconfig ~/.kube/config', doc: 'Beside a cluster: its pods’ own pull secrets open its registries' },
    { command: 'breakwater scanner --offline --db /data/advisories.db', doc: 'Without the internet; advisories come by db import' },
  ],
  run: async (input, terminal) => {
    const { options } = input;
    const [{ createLog }, { startScanner }] = await Promise.all([import('@breakwater/daemon'), import('@breakwater/scanner')]);
    const { dataDir, proxies, searchPath, environment } = readConfig();
    const own = resolve(String(options['data'] ?? join(dataDir, 'scanner')));
    const { dockerConfig, plainHttpHosts, mirrors } = readImageOptions(input).registry;
    const scanner = await startScanner({
      ...readScannerOptions(options, dataDir),
      dataDir: own,
      version: VERSION,
      log: createLog('info'),
      name: String(options['name'] ?? hostname()),
      database: findDatabase(options['db']),
      cacheDir: resolve(String(options['cache-dir'] ?? join(own, 'cache'))),
      registry: { plainHttpHosts, mirrors, programs: { searchPath, environment }, ...(dockerConfig === undefined ? {} : { dockerConfig }) },
      trust: await readTrustSources(options['trust'] as string | undefined),
      proxies,
      ...readJoin(options),
    }).catch(refuseStart);
    await runUntilStopped(
      () => terminal.stdout(`scanning for ${scanner.url}, as ${scanner.id}\n`),
      () => scanner.close(),
    );
    return EXIT.nothing;
  },
};
