import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Log } from '@breakwater/daemon';
import type { RunningScanner } from '@breakwater/scanner';
import { readTrustSources } from '../image/read-trust-rule.ts';
import { VERSION } from '../version.ts';
import type { UpOptions } from './start-all.ts';

/** The scanner beside server and sensor. It uses the advisories that are there: what fetches them is `breakwater db update`. */
export async function startOwnScanner(
  { dataDir, kubeconfig, proxies, dockerConfigFile, programs }: UpOptions,
  server: { readonly createJoinToken: (name: string) => Promise<string> },
  watchesCluster: boolean,
  log: Log,
): Promise<RunningScanner> {
  const { startScanner } = await import('@breakwater/scanner');
  const own = join(dataDir, 'scanner');
  const dockerConfig = readIfThere(dockerConfigFile);
  return startScanner({
    dataDir: own,
    version: VERSION,
    log: log.child({ role: 'scanner' }),
    name: 'this machine',
    joinToken: () => server.createJoinToken('scanner'),
    database: join(dataDir, 'advisories.db'),
    concurrency: Math.max(1, availableParallelism() - 1),
    cacheDir: join(own, 'cache'),
    registry: { plainHttpHosts: [], mirrors: {}, programs, ...(dockerConfig === undefined ? {} : { dockerConfig }) },
    trust: await readTrustSources(undefined),
    proxies,
    ...(watchesCluster ? { cluster: kubeconfig === undefined ? {} : { kubeconfig } } : {}),
  });
}

function readIfThere(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
