import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { describeWithShared } from '../../../../test/shared.ts';
import { suite } from './rbac-covers.ts';

interface OracleCase {
  readonly id: string;
  readonly covered: boolean;
  readonly uncovered?: readonly unknown[];
}

describeWithShared('the API server itself', ['oracles', 'rbac', 'covers.jsonl'], path => {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter(line => line !== '');
  const cases = lines.map(line => JSON.parse(line) as OracleCase);

  test('has cases', () => {
    expect(cases).toHaveLength(37);
  });

  test.each(cases.map(oracleCase => [oracleCase.id, oracleCase] as const))('%s', (_id, oracleCase) => {
    const { covered, uncovered } = oracleCase;
    const answer = suite.run({ ...oracleCase }) as { readonly covered: boolean; readonly uncovered?: readonly unknown[] };
    expect({ ...answer, ...(answer.uncovered === undefined ? {} : { uncovered: sortRules(answer.uncovered) }) }).toStrictEqual({
      covered,
      ...(uncovered === undefined ? {} : { uncovered: sortRules(uncovered) }),
    });
  });
});

/** The order of what is not covered is free. */
function sortRules(rules: readonly unknown[]): readonly unknown[] {
  const sortKeys = (rule: unknown) => Object.fromEntries(Object.entries(rule as object).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return rules.map(sortKeys).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

describe('malformed cases', () => {
  test.each<[object, string]>([
    [{}, "a case of suite rbac-covers has a list 'ownerRules', or the texts 'owner' and 'requested'"],
    [{ owner: '*', requested: 5 }, "'requested' is a text"],
    [{ ownerRules: [5], requestedRules: [] }, "every entry of 'ownerRules' is a JSON object"],
  ])('%j', (input, message) => {
    expect(() => suite.run(input as Record<string, unknown>)).toThrow(new TypeError(message));
  });
});
