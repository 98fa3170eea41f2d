import { compile } from '@breakwater/cel';
import { describe, expect, test } from 'vitest';
import { bindTarget, createTargetEnvironment } from './environment.ts';
import { factFunctions } from './functions.ts';
import { findTarget } from './targets.ts';
import { buildInventory, buildObject } from './testing/build.ts';

const RULES = [
  { verbs: ['get'], apiGroups: [''], resources: ['secrets', 'pods/*'] },
  { verbs: ['create'], apiGroups: [''], resources: ['*/exec'] },
];

/** CEL over the target `role`, evaluated on a Role with those rules. */
describe('in CEL', () => {
  test.each<[string, unknown]>([
    ["role.rules.grants(['get', 'list'], '', ['secrets'])", true],
    ["role.rules.grants(['list'], '', ['secrets'])", false],
    ["role.rules.grants(['create'], '', ['pods/exec'])", true],
    ["role.rules.grants(['get'], '', ['pods/log'])", false],
    ["role.rules.filter(rule, rule.grants(['create'], '', ['pods/exec'])).map(rule, rule.path)", ['rules[1]']],
    ["'dbPassword_FILE'.words()", ['db', 'password', 'file']],
    ["''.words()", []],
  ])('%s', (expression, expected) => {
    const target = findTarget('role');
    const inventory = buildInventory([buildObject('rbac.authorization.k8s.io/v1', 'Role', 'r', { rules: RULES })]);
    const [instance] = target?.list(inventory) ?? [];
    if (target === undefined || instance === undefined) throw new TypeError('a Role is a role');
    expect(compile(createTargetEnvironment(target), expression).evaluate(bindTarget(inventory, target, instance))).toStrictEqual(expected);
  });
});

test('every function is documented with an example that calls it', () => {
  const wrong = factFunctions.filter(({ doc, example, name }) => !/^\S.*[^.\s]$/.test(doc) || !example.includes(`${name}(`));
  expect(wrong.map(({ name }) => name)).toStrictEqual([]);
});
