import type { PolicyDefinition } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import { buildInventory, buildPod, buildPolicy } from './testing/build.ts';

const POD = buildPod('web', {
  containers: [
    { name: 'good', image: 'app:1' },
    { name: 'bad', image: 'app:2', securityContext: { privileged: true } },
  ],
});

/** State and message of every result, passing ones included, for the containers `good` and `bad`. */
function judgePod(...policies: readonly Partial<PolicyDefinition>[]): readonly string[] {
  const { results } = evaluate(
    buildInventory([POD], { complete: false }),
    policies.map(parts => buildPolicy(parts)),
    { keepPassing: true },
  );
  return results.map(({ policy, container, state, message }) => `${policy} ${container}: ${state}: ${message}`);
}

describe('states', () => {
  test.each<[string, Partial<PolicyDefinition>, readonly string[]]>([
    ['pass', { expression: 'true' }, ['test-policy good: pass: Test policy', 'test-policy bad: pass: Test policy']],
    [
      'pass and fail',
      { expression: '!container.security.privileged' },
      ['test-policy good: pass: Test policy', 'test-policy bad: fail: it is wrong'],
    ],
    [
      'not-applicable',
      { matchConditions: ["container.name == 'bad'"], expression: 'false' },
      ['test-policy good: not-applicable: Test policy', 'test-policy bad: fail: it is wrong'],
    ],
    [
      'not-applicable by the second condition, which is not reached after the first',
      { matchConditions: ["container.name == 'bad'", '1 / 0 == 1'], expression: 'false' },
      [
        'test-policy good: not-applicable: Test policy',
        'test-policy bad: error: Test policy: the policy failed here: 1:3: division by zero',
      ],
    ],
    [
      'error on one container',
      { expression: "container.name == 'good' || container.raw.gone == 1" },
      ['test-policy good: pass: Test policy', 'test-policy bad: error: Test policy: the policy failed here: 1:43: no such key: gone'],
    ],
    [
      'not-evaluated',
      { expression: "container.name == 'good' || pod.tokenAutomounted" },
      [
        'test-policy good: pass: Test policy',
        "test-policy bad: not-evaluated: Test policy: could not be evaluated: pod.tokenAutomounted is not known: service account 'default' is not among the objects given",
      ],
    ],
    [
      'review where only what was not given could help',
      { expression: "container.name == 'good' || !cluster.complete" },
      [
        'test-policy good: pass: Test policy',
        'test-policy bad: review: it is wrong, unless it is outside of what was given (--complete says that nothing is)',
      ],
    ],
    [
      'not-evaluated in a condition',
      { matchConditions: ['cluster.complete'], expression: "container.name == 'good'" },
      [
        'test-policy good: not-evaluated: Test policy: could not be evaluated: cluster.complete is not known: the objects given may not be all that exist (--complete says they are)',
        'test-policy bad: not-evaluated: Test policy: could not be evaluated: cluster.complete is not known: the objects given may not be all that exist (--complete says they are)',
      ],
    ],
  ])('%s', (_, parts, expected) => {
    expect(judgePod(parts)).toStrictEqual(expected);
  });

  test('are counted, also those that are not yielded', () => {
    const policies = [
      buildPolicy({ expression: '!container.security.privileged' }),
      buildPolicy({ id: 'other', matchConditions: ['false'] }),
    ];
    const { results, states } = evaluate(buildInventory([POD]), policies);
    expect(results.map(result => result.state)).toStrictEqual(['fail']);
    expect(Object.entries(states).filter(([, count]) => count > 0)).toStrictEqual([
      ['pass', 1],
      ['fail', 1],
      ['not-applicable', 2],
    ]);
  });
});

/** What breaks in one part of a policy is told where it breaks; the other containers and policies are judged all the same. */
describe('a part that fails', () => {
  const other: Partial<PolicyDefinition> = { id: 'z-other', expression: "container.name == 'good'" };
  const rest = ['z-other good: pass: Test policy', 'z-other bad: fail: it is wrong'];
  const failing: Partial<PolicyDefinition> = { expression: 'false' };
  const plain = ['test-policy good: fail: it is wrong', 'test-policy bad: fail: it is wrong'];
  const everywhere = (message: string) =>
    ['good', 'bad'].map(name => `test-policy ${name}: error: Test policy: the policy failed here: ${message}`);
  test.each<[string, Partial<PolicyDefinition>, readonly string[]]>([
    [
      'expression that does not compile',
      { expression: 'container.gone' },
      everywhere("policy 'test-policy', expression: 1:11: 'Container' has no field 'gone'"),
    ],
    [
      'expression of the wrong type',
      { expression: 'container.name' },
      everywhere("policy 'test-policy', expression: 1:1: must be bool, not string"),
    ],
    [
      'condition that does not compile',
      { matchConditions: ['true', 'nothing'] },
      everywhere("policy 'test-policy', matchConditions[1]: 1:1: undeclared reference to 'nothing'"),
    ],
    [
      'variable that does not compile',
      { variables: [{ name: 'x', expression: '1 +' }], expression: 'variables.x == 1' },
      everywhere("policy 'test-policy', variables.x: 1:4: unexpected end of expression"),
    ],
    [
      'message that does not compile',
      { ...failing, message: 'a {{gone}}' },
      ['good', 'bad'].map(
        name =>
          `test-policy ${name}: fail: Test policy (policy 'test-policy', message: 1:1: undeclared reference to 'gone'; did you mean 'Role'?)`,
      ),
    ],
    [
      'message that fails',
      { ...failing, message: 'a {{container.raw.gone}}' },
      ['good', 'bad'].map(name => `test-policy ${name}: fail: Test policy (1:15: no such key: gone)`),
    ],
    ['severity that does not compile', { ...failing, severityExpression: 'gone' }, plain],
    ['severity that fails', { ...failing, severityExpression: 'container.raw.gone' }, plain],
    ['field that does not compile', { ...failing, fieldExpression: 'gone' }, plain],
    ['field that is no path', { ...failing, fieldExpression: "'container[['" }, plain],
    ['field written as no path', { ...failing, field: 'container..x[' }, plain],
    ['field of a variable that is none', { ...failing, field: 'constructor.name' }, plain],
    ['evidence that does not compile', { ...failing, evidence: { a: 'gone' } }, plain],
    ['evidence that fails', { ...failing, evidence: { a: 'container.raw.gone' } }, plain],
  ])('%s', (_, parts, expected) => {
    expect(judgePod(parts, other).toSorted()).toStrictEqual([...expected, ...rest].toSorted());
  });
});

test('every result is told once while its message is known in other languages too', () => {
  const told: string[] = [];
  const policy = buildPolicy({
    expression: '!container.security.privileged',
    ja: { title: 'テスト', message: '{{container.name}} は特権です', rationale: '理由', remediation: '直す' },
  });
  evaluate(buildInventory([POD]), [policy], {
    onResult: ({ message }, toMessageIn) => told.push(`${message} / ${toMessageIn('ja')}`),
  });
  expect(told).toEqual(['it is wrong / bad は特権です']);
});

test('what gives no result is told once for each object, also where its kind alone decides', () => {
  const objects = ['Service', 'Widget', 'Widget'].map((kind, index) => ({ apiVersion: 'v1', kind, metadata: { name: `o${index}` } }));
  const policies = [
    buildPolicy({ id: 'by-kind', target: 'object', matchConditions: ["resource.kind == 'Service'"], expression: 'true' }),
    buildPolicy({
      id: 'by-object',
      target: 'object',
      matchConditions: ["object.metadata.name != 'o1'"],
      expression: "resource.kind != 'Service'",
    }),
  ];
  const told: string[] = [];
  evaluate(buildInventory(objects), policies, { onQuiet: ({ definition }, state) => told.push(`${definition.id} ${state}`) });
  expect(told.toSorted()).toEqual([
    'by-kind not-applicable',
    'by-kind not-applicable',
    'by-kind pass',
    'by-object not-applicable',
    'by-object pass',
  ]);
});
