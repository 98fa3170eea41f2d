import { describe, expect, test } from 'vitest';
import { coverRules } from './covers.ts';
import { RbacError } from './errors.ts';
import { toRule } from './read-rbac.ts';
import { coversUrl, toWrittenRule } from './rule.ts';
import { rule } from './testing/build.ts';

const cases: [name: string, owner: object[], requested: object[], uncovered: object[]][] = [
  ['one rule for each part', [rule('get', 'pods'), rule('list', 'pods')], [rule('get,list', 'pods')], []],
  ['a verb is missing', [rule('get', 'pods')], [rule('get,list', 'pods')], [rule('list', 'pods')]],
  ['a sub-resource of everything', [rule('get', '*/scale', 'apps')], [rule('get', 'deployments/scale', 'apps')], []],
  ['an enumeration is not everything', [rule('get,list', 'pods')], [rule('*', 'pods')], [rule('*', 'pods')]],
  ['names', [{ ...rule('get', 'pods'), resourceNames: ['a'] }], [rule('get', 'pods')], [rule('get', 'pods')]],
  ['a name among them', [rule('get', 'pods')], [{ ...rule('get', 'pods'), resourceNames: ['a', 'b'] }], []],
  [
    'a path below',
    [{ verbs: ['get'], nonResourceURLs: ['/a/*'] }],
    [{ verbs: ['get'], nonResourceURLs: ['/a/b', '/a'] }],
    [{ verbs: ['get'], nonResourceURLs: ['/a'] }],
  ],
  ['nothing asked', [], [], []],
];

describe('covers', () => {
  test.each(cases)('%s', (_name, owner, requested, uncovered) => {
    const answer = coverRules(
      owner.map(each => toRule({ ...each })),
      requested.map(each => toRule({ ...each })),
    );
    expect({ ...answer, uncovered: answer.uncovered.map(toWrittenRule) }).toStrictEqual({ covered: uncovered.length === 0, uncovered });
  });

  test('refuses rules that multiply', () => {
    const many = Array.from({ length: 400 }, (_, index) => `r${index}`);
    const huge = toRule({ verbs: many, apiGroups: many, resources: many });
    expect(() => coverRules([], [huge])).toThrow(
      new RbacError('rules-too-large', 'the rules are 64000000 single permissions; at most 100000 are compared'),
    );
  });

  test.each([
    ['*', '', true],
    ['/*', '', false],
    ['/a/*', '/a', false],
    ['/a/*', '/a/', true],
    ['/a*', '/abc', true],
    ['/*/b', '/a/b', false],
  ])('path %s covers %s: %s', (owner, requested, covered) => {
    expect(coversUrl(owner, requested)).toBe(covered);
  });
});
