import type { Result } from '@breakwater/model';
import { BETWEEN_RESULTS } from '@breakwater/report';
import { expect, test } from 'vitest';
import { PackedResults, pack } from './packed-results.ts';

function build(policy: string, part: Partial<Result> = {}): Result {
  return {
    policy,
    state: 'fail',
    severity: 'high',
    message: 'first\nsecond — 行 \u2028',
    target: { cluster: 'file:x', apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web' },
    standards: { nsa: ['a'] },
    remediation: 'mend it',
    evidence: [],
    ...part,
  };
}

const RESULTS = [build('a'), build('b', { severity: 'low' }), build('a', { state: 'review' })];
const PACKED = new PackedResults([pack(RESULTS.slice(0, 1)), pack([]), pack(RESULTS.slice(1))]);

test('what was packed comes back, in its order', () => {
  expect([...PACKED]).toStrictEqual(RESULTS);
  expect(PACKED.length).toBe(3);
  expect(PACKED.filter(({ policy }) => policy === 'a')).toStrictEqual([RESULTS[0], RESULTS[2]]);
  expect(PACKED.map(({ policy }) => policy)).toStrictEqual(['a', 'b', 'a']);
});

test('violations are counted by severity', () => {
  expect(PACKED.severities).toStrictEqual({ info: 0, low: 1, medium: 0, high: 1, critical: 0 });
});

test('each result is a line of a JSON report', () => {
  const pieces = Array.from(PACKED.toJson(), piece => piece.toString());
  expect(JSON.parse(`[${pieces.join(BETWEEN_RESULTS)}]`)).toStrictEqual(RESULTS);
  expect(pieces.join(BETWEEN_RESULTS).split('\n')).toHaveLength(RESULTS.length);
});

test('what is the same for each result of a policy is held once', () => {
  const [first, , third] = [...PACKED];
  expect(third?.standards).toBe(first?.standards);
});

test('nothing', () => {
  const none = new PackedResults([]);
  expect([[...none], none.length, [...none.toJson()]]).toStrictEqual([[], 0, []]);
});
