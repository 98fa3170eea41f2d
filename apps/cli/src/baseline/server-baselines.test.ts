import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createBaseline, learnAll } from '@breakwater/behavior';
import type { BehaviorBaseline } from '@breakwater/model';
import { expect, onTestFinished, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { run } from '../testing/terminal.ts';

const TIME = '2026-12-01T10:00:00Z';
const SUBJECT = { cluster: 'c1', namespace: 'shop', workload: 'Deployment/web', version: 'v1', container: 'app' };

function learn(version: string, program: string): BehaviorBaseline {
  const process = { id: 'p', exe: program, argv: [program], argvTruncated: false, uid: 0, ancestors: [] };
  const event = { id: 'e', time: TIME, type: 'process-exec', cluster: 'c1', node: 'n', process } as const;
  return learnAll(createBaseline({ ...SUBJECT, version }, TIME), [{ event }]);
}

const WHOLE: Readonly<Record<string, BehaviorBaseline>> = {
  old: { ...learn('v1', '/bin/app'), state: 'locked', lockedBy: 'ann', lockedAt: TIME },
  new: { ...learn('v2', '/bin/nc'), follows: 'v1', lastSeen: '2026-12-02T10:00:00Z' },
};
const ROWS = Object.entries(WHOLE).map(([id, { subject, lastSeen }]) => ({ id, ...subject, clusterName: 'production', lastSeen }));

/** The API of a server, as far as it speaks of baselines: one row a page. */
async function startApi() {
  const calls: string[] = [];
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://server.test');
    const body = await readBody(request);
    if (request.method === 'POST') calls.push(`${pathname} ${body}`);
    const answer = reply(pathname, searchParams, calls);
    response.writeHead(answer === undefined ? 409 : 200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(answer ?? { error: { code: 'conflict', message: 'It still learns: a profile would refuse what is normal.' } }),
    );
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const folder = createFolder({ token: 'bwt_token' });
  onTestFinished(() => folder[Symbol.dispose]());
  const words = ['--server', `http://127.0.0.1:${(server.address() as AddressInfo).port}`, '--token-file', folder.at('token')];
  return { calls, ask: (...own: string[]) => run(['baseline', ...own, ...words]) };
}

function reply(path: string, query: URLSearchParams, calls: string[]): unknown {
  const id = path.split('/')[4] ?? '';
  if (path.endsWith('/export')) return WHOLE[id];
  if (path.endsWith('/changes')) return {};
  if (path.endsWith('/seccomp')) return undefined;
  if (path.endsWith('/network-policies'))
    return {
      policies: [{ name: 'web', workload: 'w', text: 'kind: NetworkPolicy\n', because: ['egress[0]: names'] }],
      tightness: 1,
      remarks: [],
      problems: [],
    };
  calls.push(query.get('filter') ?? '');
  const from = Number(query.get('cursor') ?? 0);
  const found = (query.get('filter') ?? '').includes('bank') ? [] : ROWS;
  return { results: found.slice(from, from + 1), total: found.length, ...(from + 1 < found.length ? { next: String(from + 1) } : {}) };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

const WEB = ['--workload', 'shop/Deployment/web'] as const;

test('baselines of a server are shown as those of a file', async () => {
  const { ask, calls } = await startApi();
  const { code, out } = await ask('show', '--cluster', 'production', '--workload', 'shop/Deployment/web/app', '--format', 'json');
  const { results } = JSON.parse(out) as { readonly results: readonly BehaviorBaseline[] };
  expect([code, results]).toStrictEqual([0, [WHOLE['old'], WHOLE['new']]]);
  expect(calls[0]).toBe('cluster=production,namespace=shop,workload=Deployment/web,container=app');
});

test('the newest version is compared with the one that it started from, or with another', async () => {
  const { ask } = await startApi();
  const { code, out } = await ask('diff', ...WEB, '--format', 'json');
  expect([code, (JSON.parse(out) as { results: unknown }).results]).toStrictEqual([
    1,
    [
      { container: 'shop/Deployment/web/app', change: 'gone', text: 'process init /bin/app' },
      { container: 'shop/Deployment/web/app', change: 'added', text: 'process init /bin/nc' },
    ],
  ]);
  expect((await ask('diff', ...WEB, '--before', 'v9')).err).toBe("error: --before: the server has no version 'v9' of it\n");
});

test('changes are asked for of the newest version, with who by the token and why', async () => {
  const { ask, calls } = await startApi();
  const { code, out } = await ask('lock', ...WEB, '--remove', 'process init /bin/nc', '--reason', 'reviewed');
  expect([code, out]).toStrictEqual([
    0,
    'asked for: remove, lock, of 1 baseline; the sensor applies it once it is connected\nshop/Deployment/web/app (v2)\n',
  ]);
  expect(calls.filter(call => call.startsWith('/'))).toStrictEqual([
    '/api/v1/baselines/new/changes {"change":"remove","entries":["process init /bin/nc"],"reason":"reviewed"}',
    '/api/v1/baselines/new/changes {"change":"lock","reason":"reviewed"}',
  ]);
});

test('what a server makes of one is written, and its refusal told', async () => {
  const { ask } = await startApi();
  expect(await ask('export', ...WEB, '--as', 'network-policy')).toStrictEqual({
    code: 0,
    out: '# egress[0]: names\nkind: NetworkPolicy\n',
    err: '',
  });
  expect(await ask('export', ...WEB)).toStrictEqual({ code: 3, out: '', err: 'It still learns: a profile would refuse what is normal.\n' });
});

test.each([
  [['show', '--workload', 'bank/Deployment/web'], "--workload: the server has no baseline of 'bank/Deployment/web'"],
  [['show', '--workload', 'web'], "--workload takes a name as shop/Deployment/web or shop/Deployment/web/app, not 'web'"],
  [['lock', ...WEB], 'say why with --reason: it is kept with the change'],
  [['lock', '--reason', 'x'], 'name what to change with --workload, as shop/Deployment/web'],
  [['lock', ...WEB, '--reason', 'x', '--by', 'ann'], '--by is of files: a server knows who asks by the token'],
  [['export'], 'name one container with --workload, as shop/Deployment/web/app'],
])('%j', async (words, message) => {
  const { ask } = await startApi();
  expect(await ask(...words)).toMatchObject({ code: 2, err: `error: ${message}\n` });
});

test('without a file and without a server it says what is needed', async () => {
  expect(await run(['baseline', 'show'])).toMatchObject({
    code: 2,
    err: 'error: name a file of baselines, or a server: --server does, or BREAKWATER_URL\n',
  });
});
