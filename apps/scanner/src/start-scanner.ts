import { mkdirSync } from 'node:fs';
import { startSteps } from '@breakwater/daemon';
import type { ScannerOptions } from './options.ts';
import { PullSecretReader } from './pull-secrets.ts';
import { NO_PROXIES, ScannerLoop } from './scanner-loop.ts';
import { admit } from './server/admit.ts';
import { ServerClient } from './server/server-client.ts';
import { startUpdates } from './updates.ts';
import { Matcher } from './work/matcher.ts';

export interface RunningScanner {
  readonly id: string;
  /** Of the server. */
  readonly url: string;
  /** Gives back what is not finished, and ends. */
  close(): Promise<void>;
}

/** Reads and matches images for a server. Throws ScannerError when the server does not let it in. */
export async function startScanner(options: ScannerOptions): Promise<RunningScanner> {
  const { dataDir, log, proxies = NO_PROXIES, cluster, update, database } = options;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const parts: { client?: ServerClient } = {};
  const matcher = new Matcher(database, log);
  const secrets = cluster === undefined ? undefined : new PullSecretReader({ ...cluster, proxies }, log);
  const close = await startSteps(
    [
      {
        name: 'join the server',
        start: async () => {
          const client = new ServerClient(await admit(options), proxies);
          parts.client = client;
          return async () => client.close();
        },
      },
      {
        name: 'open the advisory database',
        start: async () => {
          await matcher.describe();
          return () => matcher.close();
        },
      },
      {
        name: 'reach the cluster',
        start: async () => {
          await secrets?.connect();
          return async () => void (await secrets?.close());
        },
      },
      { name: 'update advisories', start: () => (update === undefined ? undefined : startUpdates(database, update, log)) },
      {
        name: 'work',
        start: () => {
          const loop = new ScannerLoop(options, need(parts.client), matcher, secrets);
          return () => loop.stop();
        },
      },
    ],
    log,
  );
  const { id, url } = need(parts.client).identity;
  return { id, url, close };
}

function need<T>(part: T | undefined): T {
  if (part === undefined) throw new TypeError('a part was asked for before it was started');
  return part;
}
