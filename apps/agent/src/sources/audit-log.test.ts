import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Event, Problem } from '@breakwater/model';
import { expect, onTestFinished, test } from 'vitest';
import type { SourceSurroundings } from '../event-source.ts';
import { source } from './audit-log.ts';

const toLine = (id: string) =>
  `${JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    auditID: id,
    stage: 'ResponseComplete',
    stageTimestamp: '2026-12-01T10:00:00.000000Z',
    verb: 'create',
    user: { username: 'ann' },
    objectRef: { resource: 'secrets', namespace: 'shop', apiVersion: 'v1' },
    requestObject: { kind: 'Secret', stringData: { password: 'hunter2' } },
    responseStatus: { code: 201 },
  })}\n`;

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-audit-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** The source beside a log, and what it tells; `taking` may hold it up. */
async function start(root: string, stateFolder: string, taking = () => Promise.resolve()) {
  const [told, problems]: [Event[], Problem[]] = [[], []];
  const surroundings = {
    options: { root, stateFolder, node: 'cp-1', auditLogs: ['/audit.log'] },
    tellCapability: () => undefined,
    notice: (problem: Problem) => problems.push(problem),
    deliver: async (events: readonly Event[], signal: AbortSignal) => {
      await taking();
      signal.throwIfAborted();
      told.push(...events);
    },
  } as unknown as SourceSurroundings;
  const stop = await source.start(surroundings);
  onTestFinished(stop);
  const until = async (count: number) => {
    await expect.poll(() => told.length, { interval: 5 }).toBe(count);
    return told.map(({ id }) => id);
  };
  return { told, problems, stop, until };
}

test('an audit log is told as it grows, without what is secret; what was not taken is told after a restart, and nothing twice', async () => {
  const [root, state] = [createFolder(), createFolder()];
  const path = join(root, 'audit.log');
  writeFileSync(path, toLine('before'));
  const first = await start(root, state);
  await new Promise(resolve => setTimeout(resolve, 200));
  appendFileSync(path, `${toLine('a')}{"kind":"Event"\n${toLine('b')}`);
  expect(await first.until(2)).toStrictEqual(['a/ResponseComplete', 'b/ResponseComplete']);
  expect(first.told[0]).toMatchObject({ type: 'kube-audit', node: 'cp-1', namespace: 'shop', audit: { user: 'ann', verb: 'create' } });
  expect(JSON.stringify(first.told)).not.toContain('hunter2');
  expect(first.problems).toStrictEqual([
    { code: 'audit-log-incomplete', source: '/audit.log', message: '1 of 3 lines are not read: this is no JSON' },
  ]);
  await first.stop();

  const held = Promise.withResolvers<void>();
  const second = await start(root, state, () => held.promise);
  appendFileSync(path, toLine('c'));
  const stopped = second.stop();
  held.resolve();
  await stopped;
  expect(second.told).toStrictEqual([]);
  expect(await (await start(root, state)).until(1)).toStrictEqual(['c/ResponseComplete']);
});

test('a log that is not there is told, and so is a position that cannot be kept', async () => {
  const root = createFolder();
  writeFileSync(join(root, 'state'), 'a file where a folder should be');
  const { problems, until } = await start(root, join(root, 'state'));
  await expect.poll(() => problems[0]).toMatchObject({ code: 'audit-log-missing', source: '/audit.log' });
  writeFileSync(join(root, 'audit.log'), toLine('a'));
  await until(1);
  await expect.poll(() => problems.at(-1)).toMatchObject({ code: 'audit-log-incomplete', source: '/audit.log position' });
});
