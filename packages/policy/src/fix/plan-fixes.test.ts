import type { Fix, Result, Severity } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { planFixes } from './plan-fixes.ts';

const POD = { cluster: 'file:test', apiVersion: 'v1', kind: 'Pod', namespace: '', name: 'web' };

function build(policy: string, fix: Fix[] | undefined, severity: Severity = 'medium', parts: Partial<Result> = {}): Result {
  return {
    policy,
    state: 'fail',
    severity,
    message: policy,
    target: POD,
    standards: {},
    remediation: 'r',
    evidence: [],
    ...(fix === undefined ? {} : { fix }),
    ...parts,
  };
}

function plan(...results: readonly Result[]) {
  const { fixes, conflicts, unfixable } = planFixes(results, result => result.target.name);
  return {
    fixes: fixes.map(({ result }) => result.policy),
    conflicts: conflicts.map(({ result, winner, path }) => `${result.policy} < ${winner.policy} at ${path}`),
    unfixable: unfixable.map(result => result.policy),
  };
}

test('the most severe first, then by policy, then as they came', () => {
  const [low, b, a, high] = [
    build('z', [{ remove: 'a' }], 'low'),
    build('b', [{ remove: 'b' }]),
    build('a', [{ remove: 'c' }]),
    build('y', [{ remove: 'd' }], 'critical'),
  ];
  expect(plan(low, b, a, high).fixes).toStrictEqual(['y', 'a', 'b', 'z']);
});

test('only violations are repaired; what has no fix is for a person', () => {
  const states = (['review', 'accepted', 'not-evaluated', 'manual', 'error'] as const).map(state =>
    build(state, [{ remove: 'a' }], 'high', { state }),
  );
  expect(plan(...states, build('none', undefined), build('empty', []))).toStrictEqual({
    fixes: [],
    conflicts: [],
    unfixable: ['none', 'empty'],
  });
});

describe('edits of one object', () => {
  test.each<[string, Fix, Fix, boolean]>([
    ['the same set', { set: 'a.b', value: [1] }, { set: 'a.b', value: [1] }, true],
    ['different sets', { set: 'a.b', value: 1 }, { set: 'a.b', value: 2 }, false],
    ['the same path, spelled in two ways', { set: 'a["b"]', value: 1 }, { set: 'a.b', value: 2 }, false],
    ['the same remove', { remove: 'a.b' }, { remove: 'a.b' }, true],
    ['set and remove', { set: 'a.b', value: 1 }, { remove: 'a.b' }, false],
    ['two appends', { append: 'a.b', value: 1 }, { append: 'a.b', value: 2 }, true],
    ['set and append', { set: 'a.b', value: [1] }, { append: 'a.b', value: 2 }, false],
    ['above', { remove: 'a' }, { set: 'a.b', value: 1 }, false],
    ['below', { set: 'a.b.c', value: 1 }, { set: 'a.b', value: {} }, false],
    ['beside', { remove: 'a.b' }, { set: 'a.bc', value: 1 }, true],
    ['an item and a key', { remove: 'a[0]' }, { remove: 'a["0"]' }, true],
  ])('%s', (_, first, second, agree) => {
    const { fixes, conflicts } = plan(build('a', [first], 'high'), build('b', [second]));
    const path = 'remove' in second ? second.remove : 'set' in second ? second.set : second.append;
    expect([fixes, conflicts]).toStrictEqual(agree ? [['a', 'b'], []] : [['a'], [`b < a at ${path}`]]);
  });

  test('a fix is made with all of its edits or not at all', () => {
    const both = build('b', [{ remove: 'x' }, { set: 'a', value: 2 }]);
    expect(plan(build('a', [{ set: 'a', value: 1 }], 'high'), both, build('c', [{ set: 'x', value: 1 }]))).toStrictEqual({
      fixes: ['a', 'c'],
      conflicts: ['b < a at a'],
      unfixable: [],
    });
  });
});

test('edits of different objects never contradict each other', () => {
  const other = { target: { ...POD, name: 'other' } };
  expect(plan(build('a', [{ set: 'a', value: 1 }]), build('b', [{ set: 'a', value: 2 }], 'medium', other)).conflicts).toStrictEqual([]);
});

test('many findings of one object are planned in time that grows with their number', () => {
  const results = Array.from({ length: 20_000 }, (_, index) => build('p', [{ set: `spec.containers[${index}].tty`, value: false }]));
  expect(planFixes(results, () => 0).fixes.length).toBe(20_000);
});
