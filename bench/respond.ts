/**
 * Responses: from the moment that the server is asked for one until its call arrives at the API server of the cluster, over server, sensor and responder,
 * each a process of its own, with journals that are on disk before. The API server answers each request after 5 ms, and has 2,000 pods in the
 * namespace. Run: make bench, or node bench/respond.ts.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { type Client, responses } from '@breakwater/api';
import { ROOT } from '../scripts/run.ts';
import { createFolder, removeFolder } from '../test/e2e/platform/folder.ts';
import { startPlatform, startSensorRole } from '../test/e2e/platform/platform.ts';
import { startRole } from '../test/e2e/platform/processes.ts';

const BAR_MS = 250;
const ROUNDS = 200;
const BURSTS = { count: 10, size: 10 };
const PODS = 2000;
const ANSWER_MS = 5;
const PORT = 17_790;
const ROLE_PORT = 17_795;
const CLUSTER = 'file:bench';
const NAMESPACE = 'shop';

/** As much of an API server as scaling a Deployment needs; says when it was asked to change one. */
class ApiServer {
  readonly changedAt = new Map<string, number>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  readonly #pods = JSON.stringify({
    apiVersion: 'v1',
    kind: 'PodList',
    items: Array.from({ length: PODS }, (_, index) => ({
      metadata: { name: `p-${index}`, uid: `${index}`, labels: { app: `other-${index}` } },
    })),
  });

  async start(): Promise<string> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://api');
    const name = /\/deployments\/([\w-]+)$/.exec(pathname)?.[1];
    if (request.method === 'PATCH' && name !== undefined) this.changedAt.set(name, performance.now());
    request.resume();
    await setTimeout(ANSWER_MS);
    const body =
      name === undefined ? (pathname.endsWith('/pods') ? this.#pods : JSON.stringify({ kind: 'List', items: [] })) : toDeployment(name);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(body);
  }
}

function toDeployment(name: string): string {
  return JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: NAMESPACE, uid: `uid-${name}`, resourceVersion: '1' },
    spec: { replicas: 3, selector: { matchLabels: { app: name } } },
  });
}

function writeKubeconfig(file: string, server: string): void {
  const named = { name: 'bench' };
  const [cluster, user, context] = [{ server }, {}, { cluster: 'bench', user: 'bench' }];
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ ...named, cluster }],
    users: [{ ...named, user }],
    contexts: [{ ...named, context }],
  };
  writeFileSync(file, JSON.stringify({ ...config, 'current-context': 'bench' }));
}

/** Asks for a response; the milliseconds until its call arrived. */
async function measure(client: Client, api: ApiServer, name: string): Promise<number> {
  const start = performance.now();
  const target = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: NAMESPACE, name };
  await client.call(responses.endpoints.request, { body: { cluster: CLUSTER, action: 'scale-to-zero', target, reason: 'bench' } });
  for (let waited = 0; waited < 10_000; waited += 1) {
    const at = api.changedAt.get(name);
    if (at !== undefined) return at - start;
    await setTimeout(1);
  }
  return Number.POSITIVE_INFINITY;
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
}

function report(what: string, values: readonly number[]): boolean {
  const p99 = percentile(values, 0.99);
  const line = [0.5, 0.95].map(share => `${percentile(values, share).toFixed(0)} ms`).join(' / ');
  console.log(`${what}: median / p95 ${line}, p99 ${p99.toFixed(0)} ms of ${values.length}; bar p99 ${BAR_MS} ms`);
  return p99 <= BAR_MS;
}

async function run(): Promise<boolean> {
  const folder = createFolder('bench-respond');
  const api = new ApiServer();
  const url = await api.start();
  const [secrets, kubeconfig] = [join(folder, 'secrets'), join(folder, 'kubeconfig')];
  mkdirSync(secrets);
  writeFileSync(join(secrets, 'responder'), randomBytes(24).toString('hex'));
  writeKubeconfig(kubeconfig, url);
  const platform = await startPlatform(folder, PORT);
  const port = ['--role-port', String(ROLE_PORT), '--role-secrets', secrets];
  const sensor = await startSensorRole(platform, 'bench', ['--folder', join(ROOT, 'examples/shop'), ...port]);
  const known = ['--sensor-ca', join(folder, 'bench/roles/ca.pem'), '--token-file', join(secrets, 'responder'), '--kubeconfig', kubeconfig];
  const bounds = ['--max-responses', '10000', '--data', join(folder, 'responder'), '--action', 'scale-to-zero'];
  const words = ['responder', '--sensor', `https://127.0.0.1:${ROLE_PORT}`, ...known, ...bounds];
  const responder = await startRole(folder, 'responder', words, /^acting on/m);
  try {
    for (let index = 0; index < 10; index++) await measure(platform.admin, api, `warm-${index}`);
    const single: number[] = [];
    for (let index = 0; index < ROUNDS; index++) single.push(await measure(platform.admin, api, `one-${index}`));
    const together: number[] = [];
    for (let burst = 0; burst < BURSTS.count; burst++) {
      const names = Array.from({ length: BURSTS.size }, (_, index) => `burst-${burst}-${index}`);
      together.push(...(await Promise.all(names.map(name => measure(platform.admin, api, name)))));
    }
    const isMet = report('one after the other', single);
    report(`${BURSTS.size} at once`, together);
    return isMet;
  } finally {
    for (const role of [responder, sensor, platform.server]) await role.stop();
    api.stop();
    removeFolder(folder);
  }
}

process.exitCode = (await run()) ? 0 : 1;
