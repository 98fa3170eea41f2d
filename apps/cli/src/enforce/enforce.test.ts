import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { run } from '../testing/terminal.ts';

const count = (name: string, requests: number) => ({ cluster: 'c1', clusterName: 'production', name, requests, objects: 1 });
const WHAT_IF = {
  policy: 'privileged-container',
  days: 7,
  reviews: {
    requests: 7,
    objects: 2,
    judged: 3,
    undecided: 1,
    byNamespace: [count('shop', 5), count('bank', 2)],
    byOwner: [],
    examples: [],
  },
  now: {
    opens: 1,
    closes: 0,
    objects: 1,
    byNamespace: [{ cluster: 'c1', clusterName: 'production', namespace: 'shop', opens: 1, closes: 0 }],
    places: [
      {
        change: 'opens',
        policy: 'privileged-container',
        severity: 'high',
        message: "container 'main' runs privileged",
        cluster: 'c1',
        clusterName: 'production',
        kind: 'Pod',
        namespace: 'shop',
        name: 'old',
        container: 'main',
      },
    ],
    judged: 9,
    undecided: {},
    limits: [{ code: 'not-synced', message: 'Its sensor has not sent everything yet.', cluster: 'production' }],
    milliseconds: 5,
  },
  limits: [],
};

const MAIN = new URL('../main.ts', import.meta.url).pathname;

interface Asked {
  readonly call: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

/** A server that knows one policy, and remembers what it was asked. */
async function startServer(): Promise<{ readonly url: string; readonly asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then(text => {
      asked.push({
        call: `${request.method} ${request.url}`,
        authorization: request.headers.authorization,
        body: text === '' ? undefined : JSON.parse(text),
      });
      const isKnown = request.url?.includes('/privileged-container');
      const answer = request.url?.endsWith('/what-if')
        ? WHAT_IF
        : { ownSettings: [{ scope: {}, enabled: true, enforcement: { build: 'fail-build' } }] };
      response.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isKnown ? answer : { error: { code: 'not-found', message: 'There is no such policy.' } }));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const ENFORCE = ['policy', 'enforce', 'privileged-container', '--at', 'deploy=deny'];

test('what would have been refused is shown before anything is saved', async () => {
  using folder = createFolder({ token: 'bwt_secret\n' });
  const { url, asked } = await startServer();
  const server = ['--server', `${url}/`, '--token-file', join(folder.path, 'token')];
  const tried = await run([...ENFORCE, '--dry-run', ...server]);
  expect(tried).toEqual({
    code: 0,
    err: '',
    out: `If privileged-container had refused:
  requests of the last 7 days   7 refused, 2 different objects of 3 judged
  objects that exist now        1 of 9 would be refused when somebody creates or changes them

  by namespace, requests
    production/shop  5
    production/bank  2

  by namespace, objects
    production/shop  1

  production  Pod shop/old: container 'main' runs privileged

  not in these figures
    1 objects could not be decided from what one request shows.
    production: Its sensor has not sent everything yet.
`,
  });
  expect(asked.map(({ call, authorization }) => `${call} ${authorization}`)).toEqual([
    'GET /api/v1/policies/privileged-container Bearer bwt_secret',
    'POST /api/v1/policies/privileged-container/what-if Bearer bwt_secret',
  ]);
  const refused = await run([...ENFORCE, ...server]);
  expect([refused.code, refused.err.split('\n')[0]]).toEqual([
    2,
    'error: nobody can be asked here: say --yes to save it, or --dry-run to look',
  ]);
  const saved = await run([...ENFORCE, '--namespace', 'team-*', '--yes', ...server]);
  expect(saved.out.split('\n').at(-2)).toBe('privileged-container is set to deploy: deny for namespaces team-*');
  expect(asked.at(-1)).toMatchObject({
    call: 'PUT /api/v1/policies/privileged-container/settings',
    body: {
      settings: [
        { scope: {}, enabled: true, enforcement: { build: 'fail-build' } },
        { scope: { namespaces: ['team-*'] }, enforcement: { deploy: 'deny' } },
      ],
    },
  });
  await run([...ENFORCE, '--yes', ...server]);
  expect(asked.at(-1)?.body).toEqual({ settings: [{ scope: {}, enabled: true, enforcement: { build: 'fail-build', deploy: 'deny' } }] });
  const answered = await run([...ENFORCE, ...server], 'y\n', { interactive: true });
  expect(answered.err).toBe('Set privileged-container to deploy: deny? [y/N] ');
  expect((await run([...ENFORCE, ...server], 'n\n', { interactive: true })).err).toContain('nothing was changed');
});

test('what the server says no to is passed on', async () => {
  using folder = createFolder({ token: 'bwt_secret' });
  const { url } = await startServer();
  const server = ['--server', url, '--token-file', join(folder.path, 'token')];
  expect(await run(['admission', 'what-if', 'other', ...server])).toEqual({ code: 3, out: '', err: 'There is no such policy.\n' });
  const away = await run(['admission', 'status', '--server', 'http://127.0.0.1:1', '--token-file', join(folder.path, 'token')]);
  expect(away).toEqual({ code: 3, out: '', err: 'The server cannot be reached. Check that it runs, then try again.\n' });
});

test('without a server breakwater.yaml is what is written', async () => {
  using folder = createFolder({ 'breakwater.yaml': '# Ours.\nparams: {}' });
  const start = (...words: readonly string[]) => spawnSync(process.execPath, [MAIN, ...words], { cwd: folder.path, encoding: 'utf8' });
  const text = 'enforcement:\n  privileged-container: { deploy: deny }\n';
  expect(start(...ENFORCE, '--dry-run')).toMatchObject({ status: 0, stdout: text });
  expect(start(...ENFORCE)).toMatchObject({ status: 0, stdout: text });
  expect(readFileSync(join(folder.path, 'breakwater.yaml'), 'utf8')).toBe(`# Ours.\nparams: {}\n${text}`);
  expect(start('policy', 'list', '--preset', 'baseline').stdout).toContain('[deploy: deny]');
  expect(start(...ENFORCE).stderr).toContain("breakwater.yaml has a part 'enforcement' already");
});

test.each<[readonly string[], string]>([
  [['policy', 'enforce', 'host-pid'], '--at says what is done, and when: --at deploy=deny'],
  [['policy', 'enforce', 'host-pid', '--at', 'deploy=restart'], "--at deploy takes inform, warn, deny, scale-to-zero, not 'restart'"],
  [
    ['policy', 'enforce', 'host-pid', '--at', 'never=deny'],
    "--at takes build, deploy, runtime and an action, as deploy=deny, not 'never=deny'",
  ],
  [['policy', 'enforce', 'host-pid', '--at', 'deploy=deny', '--label', 'a'], "--label takes a label and its value, as tier=front, not 'a'"],
  [
    ['policy', 'enforce', 'host-pid', '--at', 'deploy=deny', '--namespace', 'a'],
    'breakwater.yaml speaks of everything that is judged by it: name a server for a cluster, namespace or label',
  ],
  [['policy', 'enforce', 'host-pidd', '--at', 'deploy=deny', '--dry-run'], "no policy is called 'host-pidd'"],
  [['admission', 'what-if', 'host-pid', '--days', '31'], "--days takes a number from 1 to 30, not '31'"],
  [
    ['admission', 'what-if', 'host-pid', '--server', 'ftp://a'],
    "--server takes an address, as https://breakwater.example.com, not 'ftp://a'",
  ],
  [['admission', 'status'], 'a server is needed: --server names it, or BREAKWATER_URL does'],
  [['admission', 'status', '--server', 'http://a'], 'an API token is needed: --token-file names a file with it'],
])('%j is wrong usage', async (words, message) => {
  const { code, err } = await run(words);
  expect([code, err.includes(message) || err]).toEqual([2, true]);
});
