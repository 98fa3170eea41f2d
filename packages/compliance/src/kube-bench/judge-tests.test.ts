import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeWithShared } from '../../../../test/shared.ts';
import { areBenchNumbers, type BenchTest, compareBenchValues, holdsOnly, judgeBenchTests } from './judge-tests.ts';

interface Case {
  readonly id: string;
  readonly table: 'compare' | 'validElements' | 'numeric' | 'execute';
  readonly op: string;
  readonly actual: string & readonly string[];
  readonly expected: string;
  readonly allowed: readonly string[];
  readonly a: string;
  readonly b: string;
  readonly error?: boolean;
  readonly combine: 'and' | 'or';
  readonly tests: readonly BenchTest[];
  readonly processLine: string;
  readonly config: string;
  readonly environment: string;
  readonly result?: boolean;
}

function judge(one: Case): boolean {
  if (one.table === 'compare') return compareBenchValues(one.op, one.actual, one.expected);
  if (one.table === 'validElements') return holdsOnly(one.actual, one.allowed);
  return one.table === 'numeric' ? !areBenchNumbers(one.a, one.b) : judgeBenchTests(one.tests, one.combine, one);
}

describeWithShared('kube-bench', ['oracles', 'compliance', 'kube-bench-ops.jsonl'], path => {
  const cases = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Case);

  it('has all of its 116 cases', () => {
    expect(cases).toHaveLength(116);
  });

  it.each(cases)('$id', one => {
    expect(judge(one)).toBe(one.result ?? one.error);
  });
});

it.each<[string, string, boolean]>([
  ['1.12.7', '^1\\.12.*$', true],
  ['1.13.7', '^1\\.12.*$', false],
  ['x1.12', '1\\.12$', true],
  ['a', '(a+)+$', false],
])('%j against %j is %s: a pattern that could take for ever matches nothing', (actual, pattern, wanted) => {
  expect(compareBenchValues('regex', actual, pattern)).toBe(wanted);
});
