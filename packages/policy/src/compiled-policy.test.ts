import type { PolicyDefinition } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import { buildInventory, buildPod, buildPolicy } from './testing/build.ts';

const POD = buildPod('web', { containers: [{ name: 'app', image: 'app:1', ports: [{ containerPort: 80 }, { containerPort: 443 }] }] });
const OTHER = { rationale: 'r', remediation: 'r', title: 't' };

/** State and message of the only container. */
function judge(parts: Partial<PolicyDefinition>, params?: Readonly<Record<string, unknown>>, language: 'en' | 'ja' = 'en'): string {
  const { results } = evaluate(buildInventory([POD], { complete: false }), [buildPolicy(parts, params)], { keepPassing: true, language });
  return results.map(({ state, message }) => `${state}: ${message}`).join(' | ');
}

describe('params', () => {
  const max = { max: { type: 'int', default: 1, doc: 'd' } };
  const parts: Partial<PolicyDefinition> = {
    params: max,
    expression: 'size(container.raw.ports) <= params.max',
    message: 'more than {{params.max}}',
    ja: { ...OTHER, message: '{{params.max}} より多い' },
  };
  test.each<[string, Readonly<Record<string, unknown>> | undefined, string]>([
    ['default', undefined, 'fail: more than 1'],
    ['given', { max: 2 }, 'pass: Test policy'],
    ['given and too small', { max: 0 }, 'fail: more than 0'],
    ['given beside others', { other: 5 }, 'fail: more than 1'],
  ])('%s', (_, params, expected) => {
    expect(judge(parts, params)).toBe(expected);
  });

  test('reach the Japanese message', () => {
    expect(judge(parts, undefined, 'ja')).toBe('fail: 1 より多い');
  });

  test.each<[string, unknown, string]>([
    ['list(string)', ['app'], 'container.name in params.x'],
    ['map(string, int)', { app: 2 }, 'params.x[container.name] == size(container.raw.ports)'],
    ['string', 'app', 'container.name == params.x'],
    ['bool', true, 'params.x'],
  ])('of type %s', (type, value, expression) => {
    expect(judge({ params: { x: { type, default: value, doc: 'd' } }, expression })).toBe('pass: Test policy');
  });
});

describe('variables', () => {
  const variable = (name: string, expression: string) => ({ name, expression });
  test.each<[string, Partial<PolicyDefinition>, string]>([
    [
      'see those before them, params and facts',
      {
        params: { add: { type: 'int', default: 1, doc: 'd' } },
        variables: [variable('ports', 'size(container.raw.ports)'), variable('sum', 'variables.ports + params.add')],
        expression: 'variables.sum == 3',
      },
      'pass: Test policy',
    ],
    ['reach the message', { variables: [variable('n', 'container.name')], expression: 'false', message: '{{variables.n}}' }, 'fail: app'],
    ['that nobody reads are not computed', { variables: [variable('broken', '1 / 0')], expression: 'true' }, 'pass: Test policy'],
    [
      'that fail where it does not matter do no harm',
      { variables: [variable('broken', '1 / 0')], expression: 'true || variables.broken == 1' },
      'pass: Test policy',
    ],
    [
      'that are unknown make the verdict so',
      { variables: [variable('mounted', 'pod.tokenAutomounted')], expression: '!variables.mounted' },
      'not-evaluated: Test policy: could not be evaluated: pod.tokenAutomounted is not known: ',
    ],
    [
      'that are unknown where it does not matter do no harm',
      { variables: [variable('mounted', 'pod.tokenAutomounted')], expression: 'true || variables.mounted' },
      'pass: Test policy',
    ],
    [
      'are typed',
      { variables: [variable('n', '1')], expression: "variables.n == 'a'" },
      "error: Test policy: the policy failed here: policy 'test-policy', expression: 1:13: ",
    ],
  ])('%s', (_, parts, expected) => {
    const answer = judge(parts);
    expect(expected.endsWith(': ') ? answer.slice(0, expected.length) : answer).toBe(expected);
  });

  test.each(['bindings', 'known', 'values', 'subject', 'inventory', 'params', 'variables', 'object', '_x1'])('may be called %s', name => {
    expect(
      judge({ variables: [variable(name, "'a'"), variable('other', `variables.${name} + 'b'`)], expression: "variables.other == 'ab'" }),
    ).toBe('pass: Test policy');
  });

  test('are computed once for each target', () => {
    const pods = ['a', 'b'].map(name => buildPod(name));
    const parts: Partial<PolicyDefinition> = {
      variables: [variable('n', 'workload.name')],
      expression: "variables.n + variables.n == 'aa'",
    };
    const { results } = evaluate(buildInventory(pods), [buildPolicy(parts)], { keepPassing: true });
    expect(results.map(({ target, state }) => [target.name, state])).toStrictEqual([
      ['a', 'pass'],
      ['b', 'fail'],
    ]);
  });
});

describe('targets', () => {
  test('each policy is evaluated on its own target only', () => {
    const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'r' }, rules: [] };
    const policies = ['object', 'workload', 'container', 'role'].map(target => buildPolicy({ id: target, target, expression: 'false' }));
    const { results } = evaluate(buildInventory([POD, role]), policies);
    expect(results.map(({ policy, target }) => `${policy} ${target.kind}`).toSorted()).toStrictEqual([
      'container Pod',
      'object Pod',
      'object Role',
      'role Role',
      'workload Pod',
    ]);
  });
});
