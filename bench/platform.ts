/**
 * Server and sensor as processes of their own on a simulated cluster of 10,000 pods and 2,000 workloads: first sync, memory, the way of one
 * change to the API and to the open console, a storm of changes, and lists. Run: make bench, or node bench/platform.ts.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Client, clusters, violations, workloads } from '@breakwater/api';
import { ApiServer, buildApplication, buildCluster, buildPod } from '@breakwater/testkit';
import { runStep } from '../scripts/run.ts';
import { createFolder, removeFolder } from '../test/e2e/platform/folder.ts';
import { startPlatform, startSensorRole } from '../test/e2e/platform/platform.ts';
import { measureOpenConsole, measureWorkloadList } from './platform/console.ts';

const SIZE = { namespaces: 100, workloads: 2000, pods: 10_000, nodes: 50 };
const STORM = { seconds: 60, perSecond: 2000 };
const SAMPLES = 50;
/** With those of the cluster above the list of workloads has 10,000 rows. */
const MORE = { namespaces: 100, workloads: 8000, pods: 0, nodes: 1 };

let missed = 0;

/** `value` is compared with `bar` where there is one. */
function print(what: string, value: number, unit: string, bar?: number): void {
  const met = bar === undefined ? '' : value <= bar ? `  bar ${bar} ${unit}: met` : `  bar ${bar} ${unit}: MISSED`;
  if (met.endsWith('MISSED')) missed += 1;
  console.log(`${what.padEnd(60)} ${value.toFixed(value < 100 ? 1 : 0).padStart(8)} ${unit}${met}`);
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
}

/** Resident memory of a process in MB, with its highest so far. */
function readMemory(pid: number): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const read = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  return { now: read('VmRSS'), peak: read('VmHWM') };
}

async function readCluster(admin: Client) {
  const { results } = await admin.call(clusters.endpoints.list, { query: {} });
  return results[0];
}

async function waitFor(what: string, seconds: number, ask: () => Promise<boolean>): Promise<number> {
  const start = performance.now();
  while (!(await ask())) {
    if (performance.now() - start > seconds * 1000) throw new Error(`waited ${seconds} s for: ${what}`);
    await setTimeout(20);
  }
  return performance.now() - start;
}

/** The workload with this number, sharing the node's processes or not. */
function buildChanged(index: number, hostPID: boolean) {
  const [deployment] = buildApplication(index, `team-${index % SIZE.namespaces}`, 5, SIZE.nodes);
  const spec = deployment?.['spec'] as { readonly template: { readonly spec: object } };
  return { ...deployment, spec: { ...spec, template: { ...spec.template, spec: { ...spec.template.spec, hostPID } } } };
}

async function countOpen(admin: Client, name: string): Promise<number> {
  const { total } = await admin.call(violations.endpoints.list, { query: { filter: `policy=host-pid,name=${name}`, limit: 1 } });
  return total;
}

async function measureChanges(api: ApiServer, admin: Client): Promise<readonly number[]> {
  const times: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) {
    const index = sample * 17 + 1;
    api.put(buildChanged(index, true));
    times.push(await waitFor('the violation', 20, async () => (await countOpen(admin, `app-${index}`)) === 1));
  }
  return times;
}

/** Pods that change their state, 2,000 a second, as in a cluster that is rolled. */
async function runStorm(api: ApiServer): Promise<void> {
  for (let second = 0; second < STORM.seconds; second++) {
    const start = performance.now();
    for (let change = 0; change < STORM.perSecond; change++) {
      const index = (second * STORM.perSecond + change) % SIZE.workloads;
      const pod = buildPod(index, `team-${index % SIZE.namespaces}`, (second + change) % 5, SIZE.nodes);
      api.put({ ...pod, status: { ...(pod['status'] as object), phase: second % 2 === 0 ? 'Pending' : 'Running' } });
      if (change % 200 === 199) await setTimeout(1);
    }
    await setTimeout(Math.max(0, 1000 - (performance.now() - start)));
  }
}

async function measureLists(admin: Client): Promise<readonly number[]> {
  const queries = [
    { sort: '-risk' },
    { filter: 'severity>=high' },
    { filter: 'namespace=team-7' },
    { filter: 'name~app-19', sort: 'name' },
    { sort: '-violations' },
  ];
  const times: number[] = [];
  for (let round = 0; round < 40; round++) {
    const start = performance.now();
    await admin.call(workloads.endpoints.list, { query: { limit: 50, ...queries[round % queries.length] } });
    times.push(performance.now() - start);
  }
  return times;
}

/** The list of workloads of two clusters, in a browser. */
async function measureManyWorkloads(): Promise<void> {
  const other = new ApiServer();
  for (const object of buildCluster(MORE)) other.put(object);
  await other.start();
  const config = join(folder, 'kubeconfig-more');
  writeFileSync(config, other.kubeconfig, { mode: 0o600 });
  const more = await startSensorRole(platform, 'more', ['--kubeconfig', config]);
  try {
    const count = async () => (await admin.call(workloads.endpoints.list, { query: { limit: 1 } })).total;
    await waitFor('10,000 workloads', 300, async () => (await count()) === SIZE.workloads + MORE.workloads);
    await waitFor('sync', 300, async () =>
      (await admin.call(clusters.endpoints.list, { query: {} })).results.every(({ syncedAt }) => syncedAt !== undefined),
    );
    const rows = await measureWorkloadList(platform);
    print('console, list of 10,000 workloads usable, median', percentile(rows, 0.5), 'ms');
    print('console, list of 10,000 workloads usable, longest of 7', Math.max(...rows), 'ms', 1500);
  } finally {
    await more.stop();
    await other.stop();
  }
}

if (!runStep({ name: 'console', command: ['node', 'scripts/console.ts'] })) process.exit(1);
const folder = createFolder('bench');
const api = new ApiServer();
for (const object of buildCluster(SIZE)) api.put(object);
await api.start();
const kubeconfig = join(folder, 'kubeconfig');
writeFileSync(kubeconfig, api.kubeconfig, { mode: 0o600 });
const platform = await startPlatform(folder, 17_600);
const { admin } = platform;
const start = performance.now();
const sensor = await startSensorRole(platform, 'bench', ['--kubeconfig', kubeconfig]);
try {
  await waitFor('first sync', 180, async () => (await readCluster(admin))?.syncedAt !== undefined);
  print('first sync of 10,000 pods, 2,000 workloads, violations stored', (performance.now() - start) / 1000, 's', 20);
  const { total } = await admin.call(violations.endpoints.list, { query: { limit: 1 } });
  print('open violations', total, '');
  print('sensor, highest memory so far', readMemory(sensor.pid).peak, 'MB', 350);
  print('server, highest memory so far', readMemory(platform.server.pid).peak, 'MB', 400);
  const changes = await measureChanges(api, admin);
  print('changed object to violation in the API, median', percentile(changes, 0.5), 'ms');
  print('changed object to violation in the API, p95', percentile(changes, 0.95), 'ms', 500);
  const lists = await measureLists(admin);
  print('workload list, p95', percentile(lists, 0.95), 'ms', 150);
  const seen = await measureOpenConsole(platform, 'app-2', violates => api.put(buildChanged(2, violates)));
  print('changed object to the open console, median', percentile(seen, 0.5), 'ms');
  print('changed object to the open console, p95', percentile(seen, 0.95), 'ms', 1000);
  const before = { sensor: readMemory(sensor.pid).now, server: readMemory(platform.server.pid).now };
  await runStorm(api);
  const drained = await waitFor('no backlog', 120, async () => {
    const index = 3;
    api.put(buildChanged(index, true));
    await waitFor('the last change', 120, async () => (await countOpen(admin, `app-${index}`)) === 1);
    return (await readCluster(admin))?.spool?.items === 0;
  });
  print('2,000 changes/s for a minute: seconds until nothing is left', drained / 1000, 's', 10);
  print('sensor, memory after the storm against before', readMemory(sensor.pid).now - before.sensor, 'MB', 50);
  print('server, memory after the storm against before', readMemory(platform.server.pid).now - before.server, 'MB', 50);
  print('sensor, highest memory', readMemory(sensor.pid).peak, 'MB', 350);
  print('server, highest memory', readMemory(platform.server.pid).peak, 'MB', 400);
  await measureManyWorkloads();
} finally {
  await sensor.stop();
  await platform.server.stop();
  await api.stop();
  removeFolder(folder);
}
process.exitCode = missed === 0 ? 0 : 1;
