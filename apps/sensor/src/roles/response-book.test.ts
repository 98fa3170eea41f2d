import type { ResponseRecord, ResponseRequest } from '@breakwater/model';
import type { Event, ResponseWork } from '@breakwater/protocol';
import { expect, onTestFinished, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { ResponseBook } from './response-book.ts';

const TARGET = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web', uid: 'u1' } as const;

function open(folder = createFolder()): ResponseBook {
  const book = ResponseBook.open(folder);
  onTestFinished(() => book.close());
  return book;
}

function toWork(id: string): Extract<ResponseWork, { readonly type: 'respond' }> {
  const request: ResponseRequest = {
    id,
    action: 'restart',
    target: TARGET,
    params: {},
    reason: 'x',
    requestedBy: { type: 'user', name: 'ann' },
    dryRun: false,
    requestedAt: '2026-12-01T10:00:00.000Z',
  };
  return { type: 'respond', request };
}

function toRecord({ request }: ReturnType<typeof toWork>, change: Partial<ResponseRecord> = {}): ResponseRecord {
  return {
    request,
    revision: 1,
    state: 'running',
    message: '',
    isUndoable: true,
    steps: [],
    warnings: [],
    refusals: [],
    evidence: [],
    ...change,
  };
}

test('work is there once and in order, over a restart, until the responder tells of it', () => {
  const folder = createFolder();
  const book = ResponseBook.open(folder);
  const undo: ResponseWork = { type: 'undo', id: 'a', requestedBy: { type: 'user', name: 'ann' }, reason: 'enough' };
  book.add([toWork('a'), toWork('b')]);
  book.add([toWork('a'), undo]);
  book.close();
  const again = open(folder);
  const events: Event[] = [];
  const { listAfter, takeReports, newest } = again.createHandlers(told => events.push(...told));
  expect([newest.value, listAfter(0, 10)]).toStrictEqual([
    4,
    [
      { sequence: 1, work: toWork('a') },
      { sequence: 2, work: toWork('b') },
      { sequence: 4, work: undo },
    ],
  ]);
  expect(listAfter(1, 1)).toStrictEqual([{ sequence: 2, work: toWork('b') }]);
  expect(takeReports([toRecord(toWork('a'))])).toStrictEqual({ taken: 1, refused: [] });
  expect(listAfter(0, 10).map(({ sequence }) => sequence)).toStrictEqual([2, 4]);
  const at = '2026-12-01T10:00:00.000Z';
  takeReports([toRecord(toWork('a'), { undo: { requestedBy: { type: 'user', name: 'ann' }, reason: 'enough', at } })]);
  expect(listAfter(0, 10).map(({ sequence }) => sequence)).toStrictEqual([2]);
  expect(events.map(({ type, id }) => [type, id])).toStrictEqual([
    ['response', 'a'],
    ['response', 'a'],
  ]);
});

test('a policy decides once about an object, also after a restart and when it was taken back', () => {
  const folder = createFolder();
  const now = new Date('2026-12-01T10:00:00.000Z');
  const decided = { policy: 'miner', action: 'scale-to-zero', target: TARGET, confidence: 'medium', message: 'a miner runs' } as const;
  const book = ResponseBook.open(folder);
  expect([book.decide(decided, now), book.decide(decided, now)]).toStrictEqual([true, false]);
  book.close();
  const again = open(folder);
  expect(again.decide(decided, now)).toBe(false);
  expect(again.decide({ ...decided, target: { ...TARGET, uid: 'u2' } }, now)).toBe(true);
  const [first] = again.createHandlers(() => {}).listAfter(0, 1);
  expect(first?.work).toStrictEqual({
    type: 'respond',
    request: {
      id: expect.stringMatching(/^p-[0-9a-f]{32}$/),
      action: 'scale-to-zero',
      target: TARGET,
      params: {},
      reason: 'a miner runs',
      requestedBy: { type: 'policy', name: 'miner' },
      confidence: 'medium',
      dryRun: false,
      requestedAt: '2026-12-01T10:00:00.000Z',
      expiresAt: '2026-12-01T11:00:00.000Z',
    },
  });
});
