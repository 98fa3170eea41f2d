import { describe, expect, test } from 'vitest';
import { compileAdmission } from './compile-admission.ts';
import { AdmissionError } from './errors.ts';
import { evaluateAdmission } from './evaluate-admission.ts';
import type { ValidatingAdmissionPolicy } from './shapes.ts';

type Spec = ValidatingAdmissionPolicy['spec'];

function refuse(spec: Spec, kubeMinor?: number): readonly [string, string] | undefined {
  try {
    compileAdmission({ spec }, kubeMinor === undefined ? {} : { kubeMinor });
    return undefined;
  } catch (cause) {
    if (cause instanceof AdmissionError) return [cause.path.join('.'), cause.message];
    throw cause;
  }
}

const validate = (expression: string): Spec => ({ validations: [{ expression }] });
const AT = 'validations.0.expression';

describe('what the API server refuses', () => {
  test.each<[string, Spec, readonly [string, string]]>([
    ['mixed literals', validate("object.a in [1, 'x']"), [AT, '1:17: list element is string, but int before it']],
    ['a constant pattern', validate("object.a.matches('(')"), [AT, expect.stringContaining('1:')]],
    [
      'a field that no request has',
      validate("request.userinfo.username == 'a'"),
      [AT, "1:9: 'kubernetes.AdmissionRequest' has no field 'userinfo'; did you mean 'userInfo'?"],
    ],
    ['a type that it has not', validate('request.operation == 1'), [AT, '1:19: no such overload: string == int']],
    [
      'the uid of a namespace has a name of its own',
      validate("namespaceObject.metadata.uid == ''"),
      [AT, "1:26: 'kubernetes.NamespaceMetadata' has no field 'uid'"],
    ],
    ['parameters without a kind', validate('params.x == 1'), [AT, "1:1: undeclared reference to 'params'"]],
    [
      'a message that asks the authorizer',
      { validations: [{ expression: 'true', messageExpression: "authorizer.path('/').check('get').reason()" }] },
      ['validations.0.messageExpression', "1:1: undeclared reference to 'authorizer'"],
    ],
    [
      'a message that is no text',
      { validations: [{ expression: 'true', messageExpression: '1' }] },
      ['validations.0.messageExpression', '1:1: must be string, not int'],
    ],
    [
      'a condition that reads a variable',
      { variables: [{ name: 'a', expression: '1' }], matchConditions: [{ name: 'x', expression: 'variables.a == 1' }] },
      ['matchConditions.0.expression', "1:1: undeclared reference to 'variables'"],
    ],
    [
      'variables in a circle',
      {
        variables: [
          { name: 'a', expression: 'variables.b' },
          { name: 'b', expression: 'variables.a' },
        ],
      },
      ['variables.0.expression', "1:11: 'kubernetes.Variables' has no field 'b'"],
    ],
    ['a megabyte', validate(`'${'a'.repeat(1_000_000)}' == ''`), [AT, 'expression has 1000008 characters, 102400 are allowed']],
    ['an expression that is none', validate(5 as never), [AT, 'an expression is a text']],
    [
      'what is no part of Kubernetes',
      validate('math.abs(1) == 1'),
      [AT, "1:6: undeclared function 'math.abs': Kubernetes does not have it"],
    ],
    ['a method that is documented only', validate("quantity('1').sign() == 1"), [AT, '1:15: no such overload: kubernetes.Quantity.sign()']],
    [
      'what no evaluation can afford',
      validate('lists.range(100000).map(x, x).size() > 1'),
      [AT, '1:21: costs at least 1300003, and an evaluation may cost 1000000'],
    ],
    [
      'what they cannot afford together',
      { validations: Array.from({ length: 20 }, () => ({ expression: 'lists.range(70000).map(x, x).size() > 1' })) },
      ['validations.10.expression', 'the validations up to here cost at least 10010033, and those of a policy may cost 10000000 together'],
    ],
    [
      'an audit annotation',
      { auditAnnotations: [{ key: 'a', valueExpression: 'object.' }] },
      ['auditAnnotations.0.valueExpression', '1:8: unexpected end of expression'],
    ],
  ])('%s', (_name, spec, error) => {
    expect(refuse(spec)).toStrictEqual(error);
  });
});

test('what no evaluation can afford is accepted where the API server is followed, and then fails', () => {
  const spec = validate('lists.range(100000).map(x, x).size() > 1');
  expect(() => compileAdmission({ spec }, { allowCostly: true })).not.toThrow();
  expect(evaluateAdmission({ policy: { spec }, object: {} }).messages).toStrictEqual([
    "expression 'lists.range(100000).map(x, x).size() > 1' resulted in error: evaluation costs more than 1000000",
  ]);
});

test('of two variables with one name the last counts', () => {
  const variables = ['1', "'b'"].map(expression => ({ name: 'a', expression }));
  expect(evaluateAdmission({ policy: { spec: { variables, ...validate("variables.a == 'b'") } }, object: {} }).allowed).toBe(true);
});

/** An expression, and the version from which on it compiles. */
describe('each version has its environment', () => {
  test.each<[string, number]>([
    ["quantity('1') == quantity('1')", 28],
    ['object.?a.hasValue()', 28],
    ['1.0 < 2', 0],
    ["sets.contains(['a'], ['a'])", 29],
    ["'%s'.format(['a']) == 'a'", 29],
    ["ip('::1').isLoopback()", 30],
    ["cidr('::/0').containsIP('::1')", 30],
    ['format.dns1123Label().validate(object.a).hasValue()', 31],
    ["authorizer.group('').resource('pods').labelSelector('a=b').check('list').allowed()", 31],
    ["object.a.all(k, v, v == 'x')", 32],
    ["semver('1.0.0').major() == 1", 33],
    ['[1, 2].sort() == [1, 2]', 34],
    ['[2, 1].sortBy(x, x) == [1, 2]', 34],
    ['[1, 2].includes(1)', 37],
    ['[optional.of(1)].unwrapOpt() == [1]', 33],
    ["url('https://a').getHost() == 'a'", 0],
    ['[1, 2].isSorted()', 0],
    ["object.a.find('x') == ''", 0],
  ])('%s: from 1.%i on', (expression, first) => {
    if (first > 0)
      expect(refuse(validate(expression), first - 1)?.[1]).toContain(
        expression.includes('?') ? '' : `Kubernetes has it from 1.${first} on`,
      );
    expect(refuse(validate(expression), first)).toBe(undefined);
    expect(refuse(validate(expression))).toBe(undefined);
  });
});
