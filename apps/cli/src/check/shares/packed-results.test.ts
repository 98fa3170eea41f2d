import type { Result } from '@breakwater/model';
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

test('each result is one line of JSON', () => {
  const lines = [...PACKED.lines()].flatMap(text => text.split('\n'));
  expect(lines.map(line => JSON.parse(line))).toStrictEqual(RESULTS);
});

test('what is the same for each result of a policy is held once', () => {
  const [first, , third] = [...PACKED];
  expect(third?.standards).toBe(first?.standards);
});

test('nothing', () => {
  const none = new PackedResults([]);
  expect([[...none], none.length, [...none.lines()]]).toStrictEqual([[], 0, []]);
});
