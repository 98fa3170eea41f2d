import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { describeWithShared } from '../../../../test/shared.ts';
import { suite } from './rbac-authorize.ts';

interface OracleCase {
  readonly id: string;
  readonly requests?: readonly { readonly allowed: boolean }[];
  readonly whoCan?: readonly { readonly subjects: unknown }[];
  readonly rulesFor?: readonly { readonly rules: unknown }[];
  readonly appliesTo?: { readonly applies: boolean };
}

const readLines = (path: string): readonly OracleCase[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as OracleCase);

describeWithShared('the API server itself', ['oracles', 'rbac', 'authorize.jsonl'], path => {
  const cases = readLines(path);

  test('has cases', () => {
    expect(cases.flatMap(({ requests = [] }) => requests)).toHaveLength(101);
  });

  test.each(cases.map(oracleCase => [oracleCase.id, oracleCase] as const))('%s', (_id, oracleCase) => {
    const { requests = [], whoCan, rulesFor, appliesTo } = oracleCase;
    expect(suite.run({ ...oracleCase, requests })).toStrictEqual({
      requests: requests.map(({ allowed }) => allowed),
      ...(whoCan === undefined ? {} : { whoCan: whoCan.map(({ subjects }) => subjects) }),
      ...(rulesFor === undefined ? {} : { rulesFor: rulesFor.map(({ rules }) => rules) }),
      ...(appliesTo === undefined ? {} : { appliesTo: appliesTo.applies }),
    });
  });
});

describe('malformed cases', () => {
  test.each<[object, string]>([
    [{}, "a case of suite rbac-authorize has a list 'roles'"],
    [{ roles: [], bindings: [], requests: [5] }, "every entry of 'requests' is a JSON object"],
    [{ roles: [], bindings: [], requests: [{ user: 5 }] }, "'user' is a text"],
    [{ roles: [], bindings: [], requests: [{ groups: [5] }] }, "'groups' is a list of texts"],
    [{ roles: [], bindings: [], requests: [], appliesTo: 5 }, 'appliesTo is a JSON object'],
  ])('%j', (input, message) => {
    expect(() => suite.run(input as Record<string, unknown>)).toThrow(new TypeError(message));
  });
});
