import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ResponseRecord } from '@breakwater/model';
import { expect, onTestFinished, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { run } from '../testing/terminal.ts';

const ID = 'r-0f3a9c21b4d5e6f7';
const CLUSTERS = [
  { id: 'u1', name: 'production', state: 'connected' },
  { id: 'u2', name: 'staging', state: 'away', lastSeenAt: '2026-12-01T08:00:00.000Z' },
  { id: 'u3', name: 'twin', state: 'connected' },
  { id: 'u4', name: 'twin', state: 'connected' },
];
const CHANGE = {
  verb: 'patch',
  resource: 'deployments.apps',
  namespace: 'shop',
  name: 'web',
  field: 'spec.replicas',
  before: '3',
  after: '0',
};

interface Call {
  readonly call: string;
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

interface Stage {
  /** What the responder has said at each look after the request; the last one stays. */
  readonly looks?: readonly Partial<ResponseRecord>[];
  readonly permissions?: readonly string[];
  /** Answers that are none, before the first look. */
  readonly away?: number;
}

/** The API of a server, as far as it speaks of responses, with a responder that says what it is told to. */
async function startApi({ looks = [{ state: 'done', message: 'no pod of it is left' }], permissions = ['respond'], away = 0 }: Stage = {}) {
  const calls: Call[] = [];
  let left = away;
  let looked = 0;
  let request: Record<string, unknown> = {
    action: 'scale-to-zero',
    target: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
    params: {},
    reason: 'incident 42',
  };
  let undoing = false;
  const toDetail = (change: Partial<ResponseRecord>) => {
    const state = change.state ?? 'approved';
    const record = {
      request: { id: ID, dryRun: false, requestedBy: { type: 'user', name: 'ann' }, requestedAt: '2026-12-01T10:00:00.000Z', ...request },
      revision: 1,
      message: 'it waits for the responder of the cluster',
      isUndoable: true,
      steps: [{ name: 'scale to 0 replicas', state: state === 'approved' ? 'planned' : 'done', changes: [CHANGE] }],
      warnings: [],
      refusals: [],
      evidence: [],
      ...change,
      state,
    };
    const row = { ...record.request, ...(request['target'] as object), state, message: record.message, undoing, reverted: false };
    return { ...row, requester: 'ann', cluster: 'u1', clusterName: 'production', record };
  };
  const answer = (call: string, body: Call['body']): [number, unknown] => {
    if (call.startsWith('GET /api/v1/clusters')) return [200, { results: CLUSTERS, total: CLUSTERS.length }];
    if (call === 'GET /api/v1/session') return [200, { permissions }];
    if (call === `POST /api/v1/responses/${ID}/undo`) {
      undoing = true;
      return [200, toDetail({ state: 'done' })];
    }
    if (call === 'POST /api/v1/responses') {
      const { cluster: _, askApproval, ...asked } = body ?? {};
      request = asked;
      looked = 0;
      return [201, toDetail({ state: askApproval === true ? 'pending-approval' : 'approved' })];
    }
    if (call === `GET /api/v1/responses/${ID}`) {
      const plan = { state: 'done' as const, message: 'dry run: nothing was changed', isUndoable: false };
      const { target } = request as { readonly target: object };
      if (request['dryRun'] === true) {
        request = { ...request, target: { ...target, uid: 'web-1' } };
        return [200, toDetail(plan)];
      }
      const look = looks[Math.min(looked++, looks.length - 1)] ?? {};
      undoing = false;
      return [200, toDetail(look)];
    }
    if (call.startsWith('GET /api/v1/responses?')) return [200, { results: [toDetail({ state: 'done', message: 'over' })], total: 7 }];
    return [404, { error: { code: 'not-found', message: 'There is no such response.', hint: 'Look at the list.' } }];
  };
  const server = createServer((incoming, outgoing) => {
    void readBody(incoming).then(text => {
      const call = `${incoming.method} ${incoming.url}`;
      const body = text === '' ? undefined : (JSON.parse(text) as Call['body']);
      calls.push({ call, body });
      const isAway = call === `GET /api/v1/responses/${ID}` && left-- > 0;
      const [status, said] = isAway ? [503, {}] : answer(call, body);
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const folder = createFolder({ token: 'bwt_secret\n' });
  onTestFinished(() => {
    server.close();
    folder[Symbol.dispose]();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { calls, server: ['--server', url, '--token-file', folder.at('token')] };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const SCALE = ['respond', 'scale-to-zero', 'deploy/web', '-n', 'shop', '--reason', 'incident 42', '--cluster', 'production'];
const PLAN = `scale-to-zero  Deployment shop/web  dry run

STEP                 CALL                        FIELD          BEFORE  AFTER
scale to 0 replicas  patch deployments.apps web  spec.replicas  3       0

dry run: nothing was changed
`;
const DONE = `scale-to-zero  Deployment shop/web  done  ${ID}

STEP                 STATE  CALL                        FIELD          BEFORE  AFTER
scale to 0 replicas  done   patch deployments.apps web  spec.replicas  3       0

no pod of it is left
`;

test('a plan is shown, somebody is asked, and what is done is that, to that very object; progress is said until the end', async () => {
  const looks: Partial<ResponseRecord>[] = [
    { state: 'running', message: 'under way' },
    { state: 'done', message: 'no pod of it is left' },
  ];
  const { calls, server } = await startApi({ looks, away: 1 });
  expect(await run([...SCALE, '--dry-run', ...server])).toEqual({ code: 0, out: PLAN, err: '' });
  expect(calls.filter(({ call }) => call.startsWith('POST')).map(({ body }) => body?.['dryRun'])).toEqual([true]);
  const waiting = 'approved: it waits for the responder of the cluster\n';
  expect(await run([...SCALE, ...server], 'y\n', { interactive: true })).toEqual({
    code: 0,
    out: DONE,
    err: `${waiting}${PLAN}Do this on production? [y/N] ${waiting}running: under way\n`,
  });
  expect(calls.findLast(({ call }) => call === 'POST /api/v1/responses')?.body).toEqual({
    cluster: 'u1',
    action: 'scale-to-zero',
    target: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web', uid: 'web-1' },
    params: {},
    reason: 'incident 42',
    dryRun: false,
  });
  const before = calls.length;
  expect((await run([...SCALE, ...server], 'n\n', { interactive: true })).out).toBe('');
  expect((await run([...SCALE, ...server])).err).toContain('nobody can be asked here: say --yes to act, or --dry-run to look');
  expect(calls.slice(before).filter(({ body }) => body?.['dryRun'] === false)).toEqual([]);
});

test('with --clean the image is built anew; JSON has the shape that it has without a server', async () => {
  const { calls, server } = await startApi();
  const words = ['respond', 'restart', 'deploy/web', '--clean', '--cluster', 'u1', '--reason', 'x', '--yes', '--format', 'json'];
  const { code, out, err } = await run([...words, ...server]);
  expect([code, err]).toEqual([0, '']);
  expect(JSON.parse(out)).toMatchObject({ schema: 'breakwater/respond', version: '1', results: [{ request: { id: ID }, state: 'done' }] });
  expect(calls.findLast(({ call }) => call === 'POST /api/v1/responses')?.body).toMatchObject({ action: 'restart-clean', dryRun: false });
});

test('who may only ask says --ask-approval, and hears when nobody has approved', async () => {
  const looks = [{ state: 'pending-approval' as const, message: 'it waits for approval' }];
  const { calls, server } = await startApi({ permissions: ['request-response'], looks });
  const refused = await run([...SCALE, '--yes', ...server]);
  expect([refused.code, refused.err]).toEqual([
    2,
    expect.stringContaining('error: this token may ask for responses, and not act: --ask-approval asks for approval by somebody who may'),
  ]);
  expect(calls.some(({ body }) => body?.['dryRun'] === false)).toBe(false);
  const asked = await run([...SCALE, '--ask-approval', '--yes', '--wait', '1', ...server]);
  expect([asked.code, asked.err.split('\n').at(-2)]).toEqual([
    3,
    'nobody has approved it within 1 s: another administrator does so in the console; `breakwater respond list --server …` shows how it stands',
  ]);
  expect(calls.findLast(({ call }) => call === 'POST /api/v1/responses')?.body).toMatchObject({ askApproval: true, dryRun: false });
});

test.each<[string, Partial<ResponseRecord>, number, string]>([
  [
    'nobody takes it up',
    { state: 'approved' },
    3,
    "no responder of 'production' has taken it up within 1 s: see that one runs beside its sensor (breakwater responder); one that comes until then still does it",
  ],
  [
    'it does not end',
    { state: 'running', message: 'under way' },
    3,
    'it has not ended within 1 s: `breakwater respond list --server …` shows how it stands; --wait waits longer',
  ],
  ['it fails', { state: 'failed', message: 'no right' }, 3, ''],
  ['it is refused', { state: 'refused', message: 'protected', refusals: [{ guard: 'x', message: 'protected' }] }, 1, ''],
])('%s: the exit code and the last line say so', async (_, look, code, note) => {
  const { server } = await startApi({ looks: [look] });
  const ended = await run([...SCALE, '--yes', '--wait', '1', ...server]);
  expect([ended.code, note === '' ? note : ended.err.split('\n').at(-2)]).toEqual([code, note]);
});

test('it is listed and taken back without naming a cluster', async () => {
  const { calls, server } = await startApi({ looks: [{ state: 'undone', message: 'everything is as it was before' }] });
  const listed = await run(['respond', 'list', ...server]);
  expect(listed).toEqual({
    code: 0,
    err: '',
    out: `the newest 1 of 7 responses

ID                  TIME                      ACTION         TARGET                           STATE  BY   REASON       WHAT CAME OF IT
${ID}  2026-12-01T10:00:00.000Z  scale-to-zero  production: Deployment shop/web  done   ann  incident 42  over
`,
  });
  expect(calls.at(-1)?.call).toBe('GET /api/v1/responses?filter=dryRun%3Dfalse&limit=500');
  await run(['respond', 'list', '--dry-runs', '--cluster', 'production', ...server]);
  expect(calls.at(-1)?.call).toBe('GET /api/v1/responses?filter=cluster%3Du1&limit=500');
  const json = await run(['respond', 'list', '--format', 'json', ...server]);
  expect(JSON.parse(json.out)).toMatchObject({ schema: 'breakwater/respond', results: [{ request: { id: ID }, state: 'undone' }] });
  const undone = await run(['respond', 'undo', ID, '--reason', 'false alarm', ...server], 'y\n', { interactive: true });
  expect([undone.code, undone.err.split('\n').at(-2), undone.out.split('\n').at(-2)]).toEqual([
    0,
    'Take this back on production? [y/N] it is to be taken back: waiting for the responder of the cluster',
    'everything is as it was before',
  ]);
  expect(calls.find(({ call }) => call.endsWith('/undo'))?.body).toEqual({ reason: 'false alarm' });
  const unknown = await run(['respond', 'undo', 'r-none', '--reason', 'x', '--yes', ...server]);
  expect(unknown).toEqual({ code: 3, out: '', err: 'There is no such response. Look at the list.\n' });
});

test.each<[readonly string[], number, string]>([
  [['--cluster', 'producton'], 2, "the server knows no cluster 'producton' that you may see; did you mean 'production'?"],
  [
    ['--cluster', 'elsewhere-entirely'],
    2,
    "the server knows no cluster 'elsewhere-entirely' that you may see: --cluster takes production, staging, twin, twin",
  ],
  [['--cluster', 'twin'], 2, "2 clusters are called 'twin': name one by its id, u3 or u4"],
  [[], 2, '--cluster says where, by its name or id'],
  [
    ['--cluster', 'production', '--kubeconfig', 'x'],
    2,
    '--kubeconfig acts with a kubeconfig, --server by way of a server: say one of them',
  ],
  [['--cluster', 'production', '--wait', 'long'], 2, "--wait takes a whole number up to 86400, not 'long'"],
  [
    ['--cluster', 'staging'],
    3,
    "The sensor of 'staging' is not connected since 2026-12-01T08:00:00.000Z: nothing was asked for. See that it runs and reaches the server, or act with a kubeconfig of the cluster.",
  ],
])('%j is refused before anything is asked for', async (words, code, message) => {
  const { calls, server } = await startApi();
  const refused = await run(['respond', 'scale-to-zero', 'deploy/web', '--reason', 'x', '--yes', ...words, ...server]);
  expect([refused.code, refused.err.split('\n')[0]]).toEqual([code, code === 2 ? `error: ${message}` : message]);
  expect(calls.filter(({ call }) => call.startsWith('POST'))).toEqual([]);
});

test('what is for a server needs one', async () => {
  const { code, err } = await run(['respond', 'kill', 'web', '--ask-approval', '--reason', 'x']);
  expect([code, err.split('\n')[0]]).toEqual([
    2,
    'error: --ask-approval is for a server: name it with --server, and the cluster with --cluster',
  ]);
});
