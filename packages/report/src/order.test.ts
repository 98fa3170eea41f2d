import type { Severity, State } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { compareResults, formatLocation, groupByResource, listFindings, nameResource, toFingerprint } from './order.ts';
import { buildResult } from './testing/build.ts';

const at = (name: string, severity: Severity, state: State = 'fail') => buildResult({ name, severity, state });

/** Findings as `name severity`, then the names of the groups in their order. */
describe('groupByResource', () => {
  test.each<[string, ReturnType<typeof at>[], readonly string[]]>([
    ['nothing', [], []],
    ['the worst first', [at('a', 'low'), at('b', 'critical'), at('c', 'high')], ['b', 'c', 'a']],
    ['the one with more of the worst first', [at('a', 'high'), at('b', 'high'), at('b', 'high')], ['b', 'a']],
    ['milder ones do not count', [at('a', 'high'), at('a', 'low'), at('a', 'low'), at('b', 'high'), at('b', 'high')], ['b', 'a']],
    ['by name otherwise', [at('b', 'high'), at('a', 'high')], ['a', 'b']],
    ['what is no violation pushes nothing up', [at('a', 'critical', 'review'), at('b', 'low')], ['b', 'a']],
    ['an error neither', [at('a', 'critical', 'error'), at('b', 'info')], ['b', 'a']],
  ])('%s', (_, results, names) => {
    expect(groupByResource(results).map(group => group.results[0]?.target.name)).toStrictEqual(names);
  });

  test('kind and namespace tell resources apart', () => {
    const results = [buildResult(), buildResult({ kind: 'Job' }), buildResult({ namespace: 'other' }), buildResult({ severity: 'low' })];
    expect(groupByResource(results).map(({ results: [first], worst }) => [first && nameResource(first), worst])).toStrictEqual([
      ['Job shop/web', 'high'],
      ['Pod other/web', 'high'],
      ['Pod shop/web', 'high'],
    ]);
  });
});

test('inside a resource: severity, line, policy, container', () => {
  const location = (line: number) => ({ location: { file: 'a.yaml', line, column: 1 } });
  const ordered = [
    buildResult({ severity: 'critical', ...location(9) }),
    buildResult({ severity: 'high', policy: 'z', ...location(1) }),
    buildResult({ severity: 'high', policy: 'a', ...location(2) }),
    buildResult({ severity: 'high', policy: 'b', container: 'a', ...location(2) }),
    buildResult({ severity: 'high', policy: 'b', container: 'b', ...location(2) }),
    buildResult({ severity: 'low' }),
    buildResult({ severity: 'critical', state: 'review', policy: 'a' }),
  ];
  for (let turn = 0; turn < ordered.length; turn++) {
    const turned = [...ordered.slice(turn), ...ordered.slice(0, turn)].toReversed();
    expect(turned.toSorted(compareResults)).toStrictEqual(ordered);
  }
  expect(listFindings(ordered)).toStrictEqual(ordered.slice(0, -1));
});

test('names, places and fingerprints', () => {
  const result = buildResult({ container: 'app', path: 'spec.x', location: { file: 'a.yaml', line: 3, column: 7 } });
  expect([nameResource(result), nameResource(buildResult({ namespace: '' })), formatLocation(result), formatLocation({})]).toStrictEqual([
    'Pod shop/web',
    'Pod web',
    'a.yaml:3:7',
    '',
  ]);
  const moved = { ...result, message: 'other', location: { file: 'b.yaml', line: 9, column: 1 } };
  expect([toFingerprint(result), toFingerprint(moved)]).toStrictEqual(Array(2).fill('test-policy|v1|Pod|shop|web|app|spec.x'));
});
