/**
 * Runtime events from agents over the sensor into PostgreSQL, with every index and the daily counts: 3,000 a second for ten minutes as one agent after
 * another would send them. How long a frame of an agent waits for its answer, how late the server shows what happened, how long the timeline of one
 * workload takes at the beginning and at the end, memory of both. Run: make bundle && node bench/runtime-server.ts [seconds]
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { activity, events } from '@breakwater/api';
import { createFolder, removeFolder } from '../test/e2e/platform/folder.ts';
import { startPlatform, startSensorRole } from '../test/e2e/platform/platform.ts';

const SECONDS = Number(process.argv[2] ?? 600);
const RATE = 3000;
const FRAME = 300;
const WORKLOADS = 100;
const ROLE_PORT = 17_995;
const SECRET = 'bench-agent-secret-of-forty-characters-1234';
const BARS = { acknowledged: 500, timeline: 150 } as const;

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

function tell(name: string, value: number, unit: string, met?: boolean, bar = ''): void {
  const verdict = met === undefined ? '' : `${met ? 'bar met' : 'BAR MISSED'} (${bar})`;
  console.log(`${name.padEnd(58)} ${value.toFixed(1).padStart(9)} ${unit.padEnd(4)} ${verdict}`.trimEnd());
  if (met === false) process.exitCode = 1;
}

const readMemory = (pid: number): number => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

let sequence = 0;

/** A mix as of busy containers: programs, connections, names and files; most things happen again and again. */
function toEvent(): object {
  const number = ++sequence;
  const workload = number % WORKLOADS;
  const process_ = {
    id: `n1/b/p${number}`,
    exe: `/usr/bin/tool-${number % 17}`,
    argv: ['tool', '--input', `/data/${number % 50}`, '--verbose'],
    argvTruncated: false,
    uid: 1000,
    ancestors: [{ id: 'n1/b/p1', exe: '/bin/sh', argv: ['sh', '-c', 'run'], uid: 1000 }],
  };
  const ends = { protocol: 'tcp', local: { address: '10.0.0.1', port: 40_000 }, remote: { address: `10.0.1.${number % 200}`, port: 5432 } };
  const kinds = [
    { type: 'process-exec' },
    { type: 'connect', connect: { ...ends, result: 'started' } },
    { type: 'dns', dns: { query: `host-${number % 300}.example.`, type: 'A', answers: ['10.0.1.1'], code: 'NOERROR' } },
    { type: 'file-open', file: { path: `/etc/ssl/${number % 40}.pem`, operation: 'read', flags: [] } },
  ];
  return {
    id: `n1/b/${number}`,
    time: `${new Date().toISOString().slice(0, -1)}000000Z`,
    cluster: '',
    node: 'n1',
    namespace: `team-${workload % 10}`,
    pod: `app-${workload}-x`,
    workload: `Deployment/app-${workload}`,
    container: 'app',
    process: process_,
    ...kinds[number % kinds.length],
  };
}

const folder = createFolder('bench-runtime');
mkdirSync(join(folder, 'manifests'));
mkdirSync(join(folder, 'secrets'));
writeFileSync(join(folder, 'manifests/ns.yaml'), 'apiVersion: v1\nkind: Namespace\nmetadata: { name: team-0 }\n');
writeFileSync(join(folder, 'secrets/agent'), SECRET, { mode: 0o600 });
const platform = await startPlatform(folder, 17_991);
const sensor = await startSensorRole(platform, 'bench', [
  ...['--folder', join(folder, 'manifests')],
  ...['--role-port', String(ROLE_PORT), '--role-secrets', join(folder, 'secrets')],
]);
const https = new Agent({ ca: readFileSync(join(folder, 'bench/roles/ca.pem')), keepAlive: true });
const agent = { node: 'n1', bootId: 'b', version: 'bench', since: new Date().toISOString(), capabilities: [], problems: [] };

/** Gives the milliseconds until the sensor had them on its disk. */
async function send(): Promise<number> {
  const body = JSON.stringify({ agent, events: Array.from({ length: FRAME }, toEvent) });
  const begin = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const headers = { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const sent = request(`https://127.0.0.1:${ROLE_PORT}/roles/agent/events`, { method: 'POST', headers, agent: https }, answer => {
    const chunks: Buffer[] = [];
    answer.on('data', chunk => chunks.push(chunk));
    answer.once('end', () => resolve(Buffer.concat(chunks).toString()));
  });
  sent.once('error', reject);
  sent.end(body);
  const text = await promise;
  if (!text.includes(`"taken":${FRAME}`)) throw new Error(`the sensor answered ${text.slice(0, 300)}`);
  return performance.now() - begin;
}

/** How old the newest event is that the server shows. */
async function readLag(): Promise<number> {
  const { results } = await platform.admin.call(events.endpoints.list, { query: { limit: 1 } });
  return Date.now() - Date.parse(results[0]?.time ?? '');
}

async function measureTimeline(): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < 20; index += 1) {
    const filter = `cluster=bench,namespace=team-${index % 10},workload=Deployment/app-${index}`;
    const begin = performance.now();
    await platform.admin.call(events.endpoints.list, { query: { filter, limit: 100 } });
    await platform.admin.call(activity.endpoints.list, { query: { filter, limit: 100 } });
    times.push(performance.now() - begin);
  }
  return percentile(times, 0.95);
}

try {
  for (let index = 0; index < 10; index += 1) await send();
  await setTimeout(2000);
  const before = await measureTimeline();
  const begin = performance.now();
  const waits: number[] = [];
  const lags: number[] = [];
  let sent = 0;
  let looked = 0;
  while (performance.now() - begin < SECONDS * 1000) {
    const due = begin + (sent / RATE) * 1000;
    const pause = due - performance.now();
    if (pause > 0) await setTimeout(pause);
    waits.push(await send());
    sent += FRAME;
    if (performance.now() - looked > 2000) {
      looked = performance.now();
      lags.push(await readLag());
    }
  }
  const seconds = (performance.now() - begin) / 1000;
  const drained = performance.now();
  while ((await readLag()) > performance.now() - drained + 3000) await setTimeout(100);
  const after = await measureTimeline();
  tell('events a second from the agent', sent / seconds, '', sent / seconds >= RATE * 0.99, `≥ ${RATE}`);
  tell(
    'answer to a frame of 300 events, p99',
    percentile(waits, 0.99),
    'ms',
    percentile(waits, 0.99) <= BARS.acknowledged,
    `≤ ${BARS.acknowledged} ms`,
  );
  tell('newest event on the server is so old, p50', percentile(lags, 0.5), 'ms');
  tell(
    'newest event on the server is so old, p99',
    percentile(lags, 0.99),
    'ms',
    percentile(lags, 0.99) <= 2000,
    '≤ 2,000 ms: it keeps up',
  );
  tell('timeline and activity of a workload, p95, at the start', before, 'ms', before <= BARS.timeline, `≤ ${BARS.timeline} ms`);
  tell(`the same after ${sent.toLocaleString('en')} events`, after, 'ms', after <= BARS.timeline, `≤ ${BARS.timeline} ms`);
  tell('memory of the sensor', readMemory(sensor.pid), 'MB');
  tell('memory of the server', readMemory(platform.server.pid), 'MB');
} finally {
  https.destroy();
  await sensor.stop();
  await platform.server.stop();
  removeFolder(folder);
}
