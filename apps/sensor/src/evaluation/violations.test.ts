import type { Result, State } from '@breakwater/model';
import { expect, it } from 'vitest';
import { listViolations } from './violations.ts';

const TARGET = { cluster: 'c', apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web', uid: 'u' };

function buildResult(message: string, severity: Result['severity'] = 'high', state: State = 'fail'): Result {
  return { policy: 'p', state, severity, message, target: TARGET, standards: {}, remediation: '', evidence: [] };
}

const translate = (results: readonly Result[]) => new Map(results.map(result => [result, `ja ${result.message}`]));

it('tells results of one policy about one object in one, the most severe first, with their messages in Japanese beside', () => {
  const results = [buildResult('a', 'low', 'accepted'), buildResult('b', 'critical'), buildResult('c', 'high', 'not-evaluated')];
  expect([...listViolations(results, translate(results))]).toEqual([
    ['p|u|', { state: 'fail', results: [results[1], results[0]], more: 0, ja: ['ja b', 'ja a'] }],
  ]);
});

it('cuts both at the same place', () => {
  const results = Array.from({ length: 30 }, (_, index) => buildResult(`${index}`));
  const body = listViolations(results, translate(results)).get('p|u|');
  expect([body?.results.length, body?.ja?.at(-1), body?.more]).toEqual([20, 'ja 19', 10]);
});

it('tells no Japanese where a part of it is missing: the messages would stand at wrong places', () => {
  const results = [buildResult('a'), buildResult('b')];
  expect(listViolations(results, translate(results.slice(1))).get('p|u|')).toEqual({ state: 'fail', results, more: 0 });
});
