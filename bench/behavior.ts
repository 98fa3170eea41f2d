/**
 * What the sensor does with each event before policies see it: names its peer, compares it with the baseline of its workload and learns it, asks the detectors. A mix
 * as containers make it, over many workloads, on one thread; then the same baselines written to disk. Run: node bench/behavior.ts
 */
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Behavior, createBaseline, EventWatcher, lockBaseline, nameSubject, toBehaviorSubject } from '@breakwater/behavior';
import type { Event } from '@breakwater/model';

const WORKLOADS = 500;
const PODS = 4;
const EVENTS = 200_000;
const BARS = { eventsPerSecond: 5000, mb: 200 } as const;

/** The same numbers in each run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const random = createRandom(7);
const START = Date.parse('2026-12-01T00:00:00Z');

function makeEvent(index: number): Event {
  const [workload, pod] = [random(WORKLOADS), random(PODS)];
  const start = {
    id: `n/b/${index}`,
    time: new Date(START + index).toISOString(),
    cluster: 'c',
    node: `node-${workload % 20}`,
    namespace: `ns-${workload % 40}`,
    pod: `w${workload}-${pod}`,
    podUid: `u-${workload}-${pod}`,
    workload: `Deployment/w${workload}`,
    container: 'app',
    containerId: `c-${workload}-${pod}`,
    image: 'shop/app:1',
  };
  const ends = { protocol: 'tcp', local: { address: '10.0.0.1', port: 40_000 }, remote: { address: `203.0.113.${random(12)}`, port: 443 } };
  const kind = random(100);
  if (kind < 25) return { ...start, type: 'process-exec', process: makeProcess(index) };
  if (kind < 45) return { ...start, type: 'process-exit', process: makeProcess(index), exit: { code: 0 } };
  if (kind < 65) return { ...start, type: 'connect', connect: { ...ends, result: 'started' } };
  if (kind < 75) return { ...start, type: 'accept', accept: ends };
  if (kind < 90) {
    const query = `s${random(8)}.shop.svc.cluster.local.`;
    return { ...start, type: 'dns', dns: { query, type: 'A', answers: [`10.96.0.${random(8)}`], code: 'NOERROR' } };
  }
  return { ...start, type: 'file-open', file: { path: `/etc/app/conf-${random(30)}.yaml`, operation: 'read', flags: [] } };
}

function makeProcess(index: number): NonNullable<Event['process']> {
  const program = `/usr/bin/tool-${random(15)}`;
  const argv = [program, '--id', String(index), `--file=/tmp/tmp.${index.toString(36)}Zq`, 'run'];
  const ancestors = [{ id: 'p', exe: '/usr/bin/app', argv: ['app'], uid: 1000 }];
  return { id: `p${index}`, exe: program, argv, argvTruncated: false, uid: 1000, entry: 'init', ancestors };
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const heapMb = (): number => {
  collect();
  return process.memoryUsage().heapUsed / 1024 / 1024;
};

const behaviors = new Map<string, Behavior>();
const watcher = new EventWatcher({
  findBehavior: event => {
    const subject = toBehaviorSubject(event, event.image ?? '');
    if (subject === undefined) return undefined;
    const key = nameSubject(subject);
    const known = behaviors.get(key) ?? new Behavior(createBaseline(subject, event.time));
    behaviors.set(key, known);
    return known;
  },
});

function measure(name: string): number {
  const batches = Array.from({ length: EVENTS / 1000 }, (_, batch) =>
    Array.from({ length: 1000 }, (__, index) => makeEvent(batch * 1000 + index)),
  );
  const times = batches.map(batch => {
    const startedAt = performance.now();
    for (const event of batch) watcher.watch(event);
    return performance.now() - startedAt;
  });
  const sorted = times.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const worst = sorted.at(-1) ?? Number.NaN;
  const rate = Math.round(1_000_000 / median);
  console.log(
    `${name}: ${median.toFixed(1)} µs an event (median of batches of 1,000; worst ${worst.toFixed(1)}), ${rate.toLocaleString('en')} events/s; bar ${BARS.eventsPerSecond}/s`,
  );
  return rate;
}

const before = heapMb();
const learning = measure('learning');
const texts = [...behaviors.values()].map(behavior => JSON.stringify(behavior.toBaseline()));
const bytes = texts.reduce((sum, text) => sum + text.length, 0);
for (const [key, behavior] of behaviors)
  behaviors.set(key, new Behavior(lockBaseline(behavior.toBaseline(), 'bench', '2026-12-02T00:00:00Z')));
const locked = measure('locked');
const mb = heapMb() - before;
console.log(
  `${behaviors.size} baselines: ${(bytes / behaviors.size / 1024).toFixed(1)} KiB each on disk, ${mb.toFixed(0)} MB of heap with detectors and names; bar ${BARS.mb} MB`,
);
process.exitCode = learning >= BARS.eventsPerSecond && locked >= BARS.eventsPerSecond && mb <= BARS.mb ? 0 : 1;
