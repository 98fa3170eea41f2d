import process from 'node:process';
import type { PolicyDefinition } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import { buildInventory, buildPod, buildPolicy } from './testing/build.ts';

const POD = buildPod('web', { containers: [{ name: 'a' }, { name: 'b', securityContext: { privileged: true } }] });
const STATES = ['fail', 'pass', 'not-applicable', 'error'] as const;

/** `policy container ← also` of every finding, and how often each state was counted. */
function judge(policies: readonly Partial<PolicyDefinition>[], objects = [POD]) {
  const { results, states } = evaluate(
    buildInventory(objects),
    policies.map(parts => buildPolicy(parts)),
  );
  const lines = results.map(({ policy, target, container, evidence }) => {
    const also = evidence.filter(({ source }) => source === 'also').map(({ path }) => path);
    return `${policy} ${container ?? target.name}${also.length === 0 ? '' : ` ← ${also.join(', ')}`}`;
  });
  return [lines.toSorted(), Object.fromEntries(STATES.flatMap(state => (states[state] > 0 ? [[state, states[state]]] : [])))];
}

const policy = (id: string, expression: string, implies: readonly string[] = [], target = 'container'): Partial<PolicyDefinition> => ({
  id,
  target,
  expression,
  implies: [...implies],
});
const onlyB = '!container.security.privileged';

describe('a finding mutes what it implies', () => {
  test.each<[string, readonly Partial<PolicyDefinition>[], readonly string[], object]>([
    [
      'at the same container',
      [policy('strong', onlyB, ['weak']), policy('weak', 'false')],
      ['strong b ← weak', 'weak a'],
      { fail: 2, pass: 1 },
    ],
    ['in either order', [policy('weak', 'false'), policy('strong', onlyB, ['weak'])], ['strong b ← weak', 'weak a'], { fail: 2, pass: 1 }],
    ['only when it is a violation itself', [policy('strong', 'true', ['weak']), policy('weak', onlyB)], ['weak b'], { fail: 1, pass: 3 }],
    [
      'only a violation',
      [policy('strong', 'false', ['weak']), policy('weak', '1 / 0 == 1')],
      ['strong a', 'strong b', 'weak a', 'weak b'],
      { fail: 2, error: 2 },
    ],
    [
      'inside the whole pod',
      [policy('strong', 'false', ['weak'], 'workload'), policy('weak', 'false')],
      ['strong web ← weak, weak'],
      { fail: 1 },
    ],
    [
      'but not around it',
      [policy('strong', 'false', ['weak']), policy('weak', 'false', [], 'workload')],
      ['strong a', 'strong b', 'weak web'],
      { fail: 3 },
    ],
    [
      'more than one',
      [policy('strong', onlyB, ['x', 'y']), policy('x', onlyB), policy('y', onlyB)],
      ['strong b ← x, y'],
      { fail: 1, pass: 3 },
    ],
    [
      'once, by the first of two',
      [policy('p', onlyB, ['weak']), policy('q', onlyB, ['weak']), policy('weak', onlyB)],
      ['p b ← weak', 'q b'],
      { fail: 2, pass: 3 },
    ],
    [
      'by way of a muted one',
      [policy('p', onlyB, ['q']), policy('q', onlyB, ['r']), policy('r', onlyB)],
      ['p b ← q, r'],
      { fail: 1, pass: 3 },
    ],
    [
      'by way of a muted one, in any order',
      [policy('r', onlyB), policy('q', onlyB, ['r']), policy('p', onlyB, ['q'])],
      ['p b ← r, q'],
      { fail: 1, pass: 3 },
    ],
    ['itself never', [policy('p', onlyB, ['p'])], ['p b'], { fail: 1, pass: 1 }],
    ['and two that imply each other leave one', [policy('p', onlyB, ['q']), policy('q', onlyB, ['p'])], ['q b ← p'], { fail: 1, pass: 2 }],
    [
      'and three in a circle leave one',
      [policy('p', onlyB, ['q']), policy('q', onlyB, ['r']), policy('r', onlyB, ['p'])],
      ['r b ← p, q'],
      { fail: 1, pass: 3 },
    ],
  ])('%s', (_, policies, lines, states) => {
    expect(judge(policies)).toStrictEqual([lines, states]);
  });

  test('of its own object', () => {
    const policies = [policy('strong', "workload.name != 'web'", ['weak'], 'workload'), policy('weak', 'false')];
    expect(judge(policies, [POD, buildPod('api')])[0]).toStrictEqual(['strong web ← weak, weak', 'weak app']);
  });

  test('in time that grows with the findings', () => {
    const containers = Array.from({ length: 5000 }, (_, index) => ({ name: `c${index}` }));
    const inventory = buildInventory([buildPod('web', { containers })]);
    const start = process.threadCpuUsage();
    const { results } = evaluate(
      inventory,
      [policy('strong', 'false', ['weak']), policy('weak', 'false')].map(parts => buildPolicy(parts)),
    );
    expect(results.length).toBe(5000);
    expect(process.threadCpuUsage(start).user / 1000).toBeLessThan(5000);
  });
});

describe('several containers that lead to one finding at the pod', () => {
  const parts: Partial<PolicyDefinition> = { expression: 'false', field: 'pod.hostNetwork', message: '{{pod.accountName}} is wrong' };
  test.each<[string, Partial<PolicyDefinition>, readonly string[]]>([
    ['are told once', parts, ['spec.hostNetwork: default is wrong']],
    [
      'unless they say different things',
      { ...parts, message: '{{container.name}} is wrong' },
      ['spec.hostNetwork: a is wrong', 'spec.hostNetwork: b is wrong'],
    ],
    [
      'unless the finding is at the container',
      { ...parts, field: 'container.x' },
      ['spec.containers[0].x: default is wrong', 'spec.containers[1].x: default is wrong'],
    ],
  ])('%s', (_, definition, expected) => {
    const { results } = evaluate(buildInventory([POD]), [buildPolicy(definition)]);
    expect(results.map(({ path, message }) => `${path}: ${message}`)).toStrictEqual(expected);
  });

  test('are told for each object, also for two of one name', () => {
    const locate = (line: number) => () => ({ file: `${line}.yaml`, line, column: 1 });
    const inventory = buildInventory([]);
    const twice = new (inventory.constructor as typeof import('@breakwater/inventory').Inventory)(
      [1, 2].map(line => ({ value: POD, locate: locate(line) })),
      inventory.options,
    );
    const { results } = evaluate(twice, [buildPolicy(parts)]);
    expect(results.map(({ location }) => location?.file)).toStrictEqual(['1.yaml', '2.yaml']);
  });
});
