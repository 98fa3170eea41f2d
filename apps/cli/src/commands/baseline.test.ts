import { readFileSync } from 'node:fs';
import type { BehaviorBaseline } from '@breakwater/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { run } from '../testing/terminal.ts';

const folder = createFolder();
const START = {
  cluster: 'c',
  node: 'n',
  namespace: 'shop',
  pod: 'web-1',
  podUid: 'u1',
  workload: 'Deployment/web',
  container: 'app',
  image: 'web:1',
};
const process = (...argv: string[]) => ({
  id: 'p',
  exe: argv[0] ?? '',
  argv,
  argvTruncated: false,
  uid: 0,
  entry: 'init',
  containerPid: 1,
  ancestors: [],
});
const ends = (address: string, port: number) => ({
  protocol: 'tcp',
  local: { address: '10.1.0.1', port: 40_000 },
  remote: { address, port },
});
const at = (hour: number, event: object) => ({
  ...START,
  id: `n/b/${hour}`,
  time: `2026-12-0${1 + Math.floor(hour / 24)}T${String(hour % 24).padStart(2, '0')}:00:00Z`,
  ...event,
});

const EVENTS = [
  at(0, { type: 'process-exec', process: process('/bin/app') }),
  at(1, { type: 'dns', dns: { query: 'api.example.com.', type: 'A', answers: ['203.0.113.9'], code: 'NOERROR' } }),
  at(2, { type: 'connect', connect: { ...ends('203.0.113.9', 443), result: 'started' } }),
  at(3, { type: 'connect', connect: { ...ends('10.9.9.9', 5432), result: 'started' } }),
  at(4, { type: 'process-exec', process: process('/usr/bin/nc', '-l') }),
  at(40, { type: 'process-exec', process: process('/bin/app') }),
];
const SYSCALLS = at(5, { type: 'syscalls', syscalls: { names: ['read', 'write'] } });
const MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: app, image: "web:1" }] } }
`;

const write = async (name: string, events: readonly object[], ...words: string[]) => {
  const outcome = await run(
    ['baseline', 'learn', '-', '--out', folder.at(name), ...words],
    events.map(event => `${JSON.stringify(event)}\n`).join(''),
  );
  return {
    ...outcome,
    baselines: readFileSync(folder.at(name), 'utf8')
      .trimEnd()
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as BehaviorBaseline),
  };
};

afterAll(() => folder[Symbol.dispose]());

beforeAll(async () => {
  await write('a.jsonl', EVENTS);
  await write('full.jsonl', [...EVENTS, SYSCALLS], '--lock-steady');
});

describe('learn', () => {
  test('each version of a workload by itself; a new one starts from the old one', async () => {
    const { code, err, baselines } = await write(
      'b.jsonl',
      [at(41, { image: 'web:2', type: 'process-exec', process: process('/bin/new') })],
      '--from',
      folder.at('a.jsonl'),
    );
    expect([code, err]).toStrictEqual([0, '1 event, 2 baselines\n']);
    expect(baselines.map(({ subject, follows, processes }) => [subject.version, follows, processes.map(({ path }) => path)])).toStrictEqual(
      [
        ['web:1', undefined, ['/bin/app', '/usr/bin/nc']],
        ['web:2', 'web:1', ['/bin/app', '/bin/new', '/usr/bin/nc']],
      ],
    );
  });

  test('what is wrong is told, and the rest is learned', async () => {
    const { code, err, baselines } = await write('c.jsonl', [
      { type: 'x' },
      ...EVENTS,
      { ...EVENTS[0], workload: undefined, pod: undefined },
    ]);
    expect([code, baselines.length]).toStrictEqual([3, 1]);
    expect(err).toMatch(/^7 events, 1 baseline; 1 of no container of a workload left out\nevent-invalid {2}-: line 1 is no event: /);
  });

  test('what an agent tells by itself, by the pod', async () => {
    const { baselines } = await write('e.jsonl', [{ ...EVENTS[0], workload: undefined }]);
    expect(baselines.map(({ subject }) => subject.workload)).toStrictEqual(['Pod/web-1']);
  });

  test('what is steady is locked', async () => {
    const { baselines } = await write('d.jsonl', EVENTS, '--lock-steady');
    expect(baselines.map(({ state, lockedBy, lockedAt }) => [state, lockedBy, lockedAt])).toStrictEqual([
      ['locked', 'steadiness', '2026-12-02T16:00:00Z'],
    ]);
  });
});

test('show: a row for each baseline, or each entry', async () => {
  const rows = await run(['baseline', 'show', folder.at('a.jsonl'), '--format', 'csv']);
  expect(rows.out).toBe(
    'baseline,state,coverage,pods,events,entries,remark\r\nshop/Deployment/web/app (web:1),learning,full,1,6,5,"it is steady, and may be locked; system calls were not seen"\r\n',
  );
  const entries = await run([
    'baseline',
    'show',
    folder.at('a.jsonl'),
    '--entries',
    '--format',
    'csv',
    '--workload',
    'shop/Deployment/web',
  ]);
  expect(entries.out.split('\r\n').slice(1, -1)).toStrictEqual([
    'shop/Deployment/web/app (web:1),process init /bin/app,2026-12-01T00:00:00Z,arguments; user 0',
    'shop/Deployment/web/app (web:1),process init /usr/bin/nc,2026-12-01T04:00:00Z,arguments -l; user 0',
    'shop/Deployment/web/app (web:1),peer egress tcp 443 name api.example.com,2026-12-01T02:00:00Z,',
    'shop/Deployment/web/app (web:1),peer egress tcp 5432 address 10.9.9.9,2026-12-01T03:00:00Z,',
    'shop/Deployment/web/app (web:1),name api.example.com,2026-12-01T01:00:00Z,',
  ]);
  const unknown = await run(['baseline', 'show', folder.at('a.jsonl'), '--workload', 'shop/Deployment/wbe']);
  expect([unknown.code, unknown.err]).toStrictEqual([
    2,
    expect.stringContaining("there is no baseline of 'shop/Deployment/wbe'; there are shop/Deployment/web/app"),
  ]);
});

describe('lock', () => {
  const lock = (...words: string[]) => run(['baseline', 'lock', folder.at('a.jsonl'), ...words]);

  test('takes entries out that are not normal', async () => {
    const { code, out } = await lock('--by', 'ann', '--remove', 'process init /usr/bin/nc');
    const [baseline] = out
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as BehaviorBaseline);
    expect([code, baseline?.state, baseline?.lockedBy, baseline?.removed, baseline?.processes.length]).toStrictEqual([
      0,
      'locked',
      'ann',
      ['process init /usr/bin/nc'],
      1,
    ]);
  });

  test('an entry that is not there is told', async () => {
    const { code, err } = await lock('--unlock', '--remove', 'process init /bin/nc');
    expect([code, err]).toStrictEqual([
      3,
      "baseline-entry-unknown  shop/Deployment/web/app (web:1): there is no entry 'process init /bin/nc'; `baseline show --entries` lists them\n",
    ]);
  });

  test('somebody has to say so', async () => {
    expect(await lock()).toMatchObject({ code: 2, err: expect.stringContaining('baseline lock needs --by NAME, or --unlock') });
  });
});

describe('check', () => {
  const check = (events: readonly object[], ...words: string[]) =>
    run(
      ['baseline', 'check', folder.at('a.jsonl'), '-', '--format', 'csv', ...words],
      events.map(event => `${JSON.stringify(event)}\n`).join(''),
    );

  test('what was learned is no deviation', async () => {
    expect(await check(EVENTS)).toMatchObject({ code: 0, out: 'container,verdict,what,first seen,count\r\n' });
  });

  test('what is new is told once, and counted, also of a baseline that still learns', async () => {
    const evil = at(50, { type: 'process-exec', process: process('/tmp/xmrig') });
    const { code, out } = await check([...EVENTS, evil, evil]);
    expect([code, out.split('\r\n')[1]]).toStrictEqual([
      1,
      'shop/Deployment/web/app,new-path,/tmp/xmrig was not run before,2026-12-03T02:00:00Z,2',
    ]);
  });

  test('a container without a baseline does not pass', async () => {
    const { code, out } = await run(
      ['baseline', 'check', folder.at('a.jsonl'), '-'],
      `${JSON.stringify({ ...EVENTS[0], container: 'other' })}\n`,
    );
    expect([code, out]).toStrictEqual([
      3,
      expect.stringContaining('baseline-missing  shop/Deployment/web/other: there is no baseline of this container'),
    ]);
  });
});

test('diff: what a new version does', async () => {
  await write('v2.jsonl', [at(0, { image: 'web:2', type: 'process-exec', process: process('/bin/app', 'x') })]);
  const { code, out } = await run(['baseline', 'diff', folder.at('a.jsonl'), folder.at('v2.jsonl'), '--format', 'csv']);
  expect(code).toBe(1);
  expect(out.split('\r\n').slice(1, 4)).toStrictEqual([
    'shop/Deployment/web/app,gone,name api.example.com',
    'shop/Deployment/web/app,gone,peer egress tcp 443 name api.example.com',
    'shop/Deployment/web/app,gone,peer egress tcp 5432 address 10.9.9.9',
  ]);
  expect((await run(['baseline', 'diff', folder.at('a.jsonl'), folder.at('a.jsonl')])).code).toBe(0);
});

describe('export', () => {
  test('no profile where nobody looked', async () => {
    const { code, out, err } = await run(['baseline', 'export', folder.at('a.jsonl')]);
    expect([code, out]).toStrictEqual([3, '']);
    expect(err).toMatch(/^syscalls-not-seen {2}shop\/Deployment\/web\/app \(web:1\): no event tells which system calls were made/);
  });

  test('a profile of what was seen', async () => {
    const { code, out } = await run(['baseline', 'export', folder.at('full.jsonl')]);
    expect([code, JSON.parse(out)]).toMatchObject([0, { defaultAction: 'SCMP_ACT_ERRNO', syscalls: [{ action: 'SCMP_ACT_ALLOW' }] }]);
  });

  test('policies for what was seen, and why', async () => {
    using manifests = createFolder({ 'web.yaml': MANIFEST });
    const words = ['baseline', 'export', folder.at('a.jsonl'), manifests.path, '--as', 'network-policy'];
    expect(await run(words)).toMatchObject({ code: 2, err: expect.stringContaining('1 of 1 baselines still learn') });
    const { out } = await run([...words, '--partial']);
    expect(out).toContain('kind: NetworkPolicy');
    expect(out).toContain('10.9.9.9/32');
    expect(out).toContain('# egress[0]: ');
    expect(out).toMatch(/name api\.example\.com, seen since 2026-12-01T02:00:00Z/);
  });

  test('policies need labels', async () => {
    expect(await run(['baseline', 'export', folder.at('full.jsonl'), '--as', 'network-policy'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('needs the manifests'),
    });
  });
});
