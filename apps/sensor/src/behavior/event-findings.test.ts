import type { Event, Result } from '@breakwater/model';
import { expect, test } from 'vitest';
import { EventFindings } from './event-findings.ts';

const TIME = Date.parse('2026-12-01T10:00:00Z');
const HOUR = 3_600_000;
const toEvent = (hours: number): Event => ({
  id: 'n/b/1',
  time: new Date(TIME + hours * HOUR).toISOString(),
  type: 'process-exec',
  cluster: 'c',
  node: 'n',
});
const toResult = (name: string, state: Result['state'] = 'fail'): Result => ({
  policy: 'p',
  state,
  severity: 'high',
  message: 'm',
  target: { cluster: 'c', apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name, uid: name },
  standards: {},
  remediation: '',
  evidence: [],
});

function open(max?: number) {
  const told: string[] = [];
  const kept = new Map<string, string>();
  const findings = new EventFindings({
    outbox: {
      put: (type, key, body) => void told.push(`put ${type} ${key} ${/"count":(\d+)/.exec(body)?.[1]}`),
      delete: (type, key) => void told.push(`delete ${type} ${key}`),
      flush: () => undefined,
    },
    store: {
      listFindings: () => [...kept],
      applyFindings: (changed, gone) => {
        for (const { key, body } of changed) kept.set(key, body);
        for (const key of gone) kept.delete(key);
      },
    },
    ...(max === undefined ? {} : { max }),
  });
  return { findings, told, kept };
}

test('repeated ones are counted, and told together', () => {
  const { findings, told, kept } = open();
  for (const hour of [0, 1, 2]) findings.add(toEvent(hour), [toResult('a')]);
  findings.tell(TIME);
  expect([told, kept.size, findings.size]).toStrictEqual([['put violation p|a| 1', 'put violation p|a| 3'], 1, 1]);
});

test('what passes, or was not looked at, is no violation', () => {
  const { findings, told } = open();
  findings.add(toEvent(0), [toResult('a', 'pass'), toResult('b', 'not-evaluated')]);
  expect(told).toStrictEqual([]);
});

test('one that was not repeated for a day is closed, on disk too', () => {
  const { findings, told, kept } = open();
  findings.add(toEvent(0), [toResult('a')]);
  findings.add(toEvent(20), [toResult('b')]);
  findings.tell(TIME + 20 * HOUR);
  findings.tell(TIME + 25 * HOUR);
  expect([told.filter(line => line.startsWith('delete')), [...kept.keys()]]).toStrictEqual([['delete violation p|a|'], ['p|b|']]);
});

test('with too many the one that was not repeated for longest is closed', () => {
  const { findings, told } = open(2);
  for (const name of ['a', 'b', 'a', 'c']) findings.add(toEvent(0), [toResult(name)]);
  expect([told.filter(line => line.startsWith('delete')), findings.size]).toStrictEqual([['delete violation p|b|'], 2]);
});

test('what is new is on disk at once, and what a sensor that was killed had found is told again', () => {
  const { findings, kept } = open();
  const listCounts = () => [...kept].map(([key, body]) => `${key} ${(JSON.parse(body) as { readonly count: number }).count}`);
  findings.add(toEvent(0), [toResult('a')]);
  findings.keep();
  const first = listCounts();
  for (const name of ['a', 'b']) findings.add(toEvent(1), [toResult(name)]);
  findings.keep();
  expect([first, listCounts()]).toStrictEqual([['p|a| 1'], ['p|a| 1', 'p|b| 1']]);
  const told: string[] = [];
  const again = new EventFindings({
    outbox: { put: (_, key) => void told.push(key), delete: () => undefined, flush: () => undefined },
    store: { listFindings: () => [...kept], applyFindings: () => undefined },
  });
  expect([told, again.size]).toStrictEqual([['p|a|', 'p|b|'], 2]);
});
