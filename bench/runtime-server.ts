/**
 * Runtime events from agents over the sensor into PostgreSQL, with every index and the daily counts: 3,000 a second for ten minutes as one agent after
 * another would send them. How long a frame of an agent waits for its answer, how late the server shows what happened, how long the timeline of one
 * workload takes at the beginning and at the end, memory of both. Run: make bundle && node bench/runtime-server.ts [seconds]
 */
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { activity, events } from '@breakwater/api';
import { createFolder, removeFolder } from '../test/e2e/platform/folder.ts';
import { readMemory } from '../test/e2e/platform/memory.ts';
import { startPlatform, startSensorRole } from '../test/e2e/platform/platform.ts';
import { AgentFeed, prepareRolePort, toBusyEvent, writeManifests } from '../test/e2e/runtime/agent-feed.ts';

const SECONDS = Number(process.argv[2] ?? 600);
const RATE = 3000;
const FRAME = 300;
const ROLE_PORT = 17_995;
const BARS = { acknowledged: 500, timeline: 150 } as const;

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

function tell(name: string, value: number, unit: string, met?: boolean, bar = ''): void {
  const verdict = met === undefined ? '' : `${met ? 'bar met' : 'BAR MISSED'} (${bar})`;
  console.log(`${name.padEnd(58)} ${value.toFixed(1).padStart(9)} ${unit.padEnd(4)} ${verdict}`.trimEnd());
  if (met === false) process.exitCode = 1;
}

let sequence = 0;

const folder = createFolder('bench-runtime');
const platform = await startPlatform(folder, 17_991);
const sensor = await startSensorRole(platform, 'bench', [...['--folder', writeManifests(folder)], ...prepareRolePort(folder, ROLE_PORT)]);
const feed = new AgentFeed(ROLE_PORT, join(folder, 'bench/roles/ca.pem'));

/** Gives the milliseconds until the sensor had them on its disk. */
async function send(): Promise<number> {
  const frame = Array.from({ length: FRAME }, () => toBusyEvent(++sequence));
  const begin = performance.now();
  const taken = await feed.send(frame);
  if (taken !== FRAME) throw new Error(`the sensor took ${taken} of ${FRAME}`);
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
  feed.close();
  await sensor.stop();
  await platform.server.stop();
  removeFolder(folder);
}
