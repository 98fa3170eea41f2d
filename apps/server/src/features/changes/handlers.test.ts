import { type Client, tokens } from '@breakwater/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildViolation, buildWorkload } from '../../testing/items.ts';
import { killDatabase } from '../../testing/kill-database.ts';
import { joinCluster } from '../../testing/test-sensor.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let running: TestServer;
let admin: Client;
beforeAll(async () => {
  running = await startTestServer();
  admin = running.admin;
});
afterAll(() => running.close());

/** What a reader hears until `isEnough`. */
async function listen(scope: object, act: () => Promise<unknown>, isEnough: (hints: Set<string>) => boolean): Promise<Set<string>> {
  const { secret } = await admin.call(tokens.endpoints.create, { body: { name: 's', role: 'viewer', scope, days: 1 } });
  const stop = new AbortController();
  const answer = await fetch(`${running.server.url}/api/v1/changes`, {
    headers: { authorization: `Bearer ${secret}` },
    signal: stop.signal,
  });
  expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  await act();
  const hints = new Set<string>();
  const decoder = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    for (const line of decoder.decode(chunk as Uint8Array).split('\n')) {
      if (!line.startsWith('data: ')) continue;
      const { resource, cluster = '' } = JSON.parse(line.slice(6)) as { resource: string; cluster?: string };
      hints.add(`${resource} ${cluster}`);
    }
    if (isEnough(hints)) break;
  }
  stop.abort();
  return hints;
}

test('a change is heard at once by those who may see its cluster', async () => {
  const [one, two] = [
    await joinCluster(await running.server.createJoinToken(), 'c1'),
    await joinCluster(await running.server.createJoinToken(), 'c2'),
  ];
  const act = async () => {
    await two.store([buildWorkload({ name: 'web' }), buildViolation({ cluster: 'c2', name: 'web' })]);
    await one.store([buildWorkload({ name: 'web' }), buildViolation({ cluster: 'c1', name: 'web' })]);
  };
  const start = Date.now();
  const hints = await listen({ clusters: ['c1'] }, act, heard => heard.has('violations c1') && heard.has('workloads c1'));
  expect(Date.now() - start).toBeLessThan(3000);
  expect([...hints].filter(hint => hint.endsWith('c2'))).toStrictEqual([]);
});

test('readers are bounded, and make room when they leave', async () => {
  const { secret } = await admin.call(tokens.endpoints.create, { body: { name: 'many', role: 'viewer', scope: {}, days: 1 } });
  const stop = new AbortController();
  const read = () => fetch(`${running.server.url}/api/v1/changes`, { headers: { authorization: `Bearer ${secret}` }, signal: stop.signal });
  const answers = await Promise.all(Array.from({ length: 201 }, read));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(200);
  const refused = answers.find(({ status }) => status !== 200);
  expect([refused?.status, await refused?.json()]).toStrictEqual([
    429,
    { error: { code: 'too-many-requests', message: 'Too many read live updates.', hint: 'Ask again in a while.' } },
  ]);
  stop.abort();
  const retry = new AbortController();
  const again = () =>
    fetch(`${running.server.url}/api/v1/changes`, { headers: { authorization: `Bearer ${secret}` }, signal: retry.signal });
  await expect.poll(async () => (await again()).status).toBe(200);
  retry.abort();
});

test('a server that loses its database says so and comes back by itself', async () => {
  // A browser sends its session along.
  const headers = { cookie: 'breakwater_session=a-session' };
  const ready = async (): Promise<unknown> => (await fetch(`${running.server.url}/readyz`, { headers })).json();
  const killAndAsk = (): Promise<unknown> => {
    killDatabase(running.server.databasePid);
    return ready();
  };
  await expect
    .poll(killAndAsk)
    .toStrictEqual({ status: 'not-ready', reason: 'The database does not answer. Sensors keep deciding meanwhile, and nothing is lost.' });
  await expect.poll(ready).toStrictEqual({ status: 'ok' });
  const sensor = await joinCluster(await running.server.createJoinToken(), 'c3');
  // Who listened while hints were lost is told that anything may be different.
  const isTold = (heard: Set<string>): boolean => heard.has('workloads c3') || heard.has('workloads ');
  const hints = await listen({}, () => sensor.store([buildWorkload({ name: 'web' })]), isTold);
  expect(isTold(hints)).toBe(true);
});

test('who reads changes is told at once that the database is away', async () => {
  const hints = await listen(
    {},
    async () => killDatabase(running.server.databasePid),
    heard => heard.has('health '),
  );
  expect([...hints]).toContain('health ');
  await expect.poll(async () => (await fetch(`${running.server.url}/readyz`)).status).toBe(200);
});
