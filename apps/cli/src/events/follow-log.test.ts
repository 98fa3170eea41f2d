import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { followLog } from './follow-log.ts';
import { renderResult } from './render-result.ts';
import { selectEventPolicies } from './select-policies.ts';

const toLine = (user: string) =>
  `${JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    auditID: user,
    stage: 'ResponseComplete',
    stageTimestamp: '2026-12-01T10:00:00.000000Z',
    verb: 'list',
    user: { username: user },
    objectRef: { resource: 'secrets', namespace: 'shop', apiVersion: 'v1' },
    responseStatus: { code: 200 },
    annotations: { 'authorization.k8s.io/decision': 'allow' },
  })}\n`;

const LISTED = 'high  audit-anonymous-allowed  shop/Secret  list secrets  by system:anonymous (200)';

test('what violates is told as it is written, through rotation, and what cannot be read, too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-follow-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'audit.log');
  writeFileSync(path, toLine('system:anonymous'));
  const stop = new AbortController();
  const told: string[] = [];
  const following = followLog({
    path,
    policies: selectEventPolicies({ policies: ['audit-anonymous-allowed'], preset: 'runtime', ownPolicies: [], params: {} }),
    cluster: 'file:test',
    signal: stop.signal,
    onResults: async results => void told.push(...results.map(renderResult)),
    onFault: async message => void told.push(message),
  });
  await expect.poll(() => told.length).toBe(1);
  appendFileSync(path, `x\n${toLine('ann')}`);
  await expect.poll(() => told.length).toBe(2);
  renameSync(path, join(folder, 'audit.log.1'));
  writeFileSync(path, toLine('system:anonymous'));
  await expect.poll(() => told.length).toBe(3);
  stop.abort();
  await following;
  expect(told).toStrictEqual([LISTED, 'this is no JSON', LISTED]);
});
