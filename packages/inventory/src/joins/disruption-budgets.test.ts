import { describe, expect, test } from 'vitest';
import type { Raw } from '../raw.ts';
import { buildDeployment, buildInventory, buildObject } from '../testing/build.ts';
import { countMinAvailable, countSureReplicas, listBudgetWorkloads, listCoverage, listWorkloadBudgets } from './disruption-budgets.ts';

const budget = (apiVersion: string, spec: Raw) => buildObject(apiVersion, 'PodDisruptionBudget', 'pdb', { spec });

describe('listBudgetWorkloads', () => {
  test.each<[string, Raw, readonly string[]]>([
    ['policy/v1', { selector: { matchLabels: { app: 'web' } } }, ['web']],
    ['policy/v1', { selector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } }, ['web', 'api']],
    ['policy/v1', { selector: {} }, ['web', 'api']],
    ['policy/v1', { selector: { matchLabels: {} } }, ['web', 'api']],
    ['policy/v1', { selector: null }, []],
    ['policy/v1', {}, []],
    ['policy/v1', { selector: { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] } }, []],
    ['policy/v1beta1', { selector: {} }, []],
    ['policy/v1beta1', { selector: { matchLabels: { app: 'api' } } }, ['api']],
  ])('%s %j', (apiVersion, spec, names) => {
    const inventory = buildInventory([
      buildDeployment('web'),
      buildDeployment('api'),
      buildDeployment('bare', { labels: {} }),
      buildDeployment('away', { labels: { app: 'web' }, metadata: { namespace: 'other' } }),
      budget(apiVersion, spec),
    ]);
    const [found] = inventory.listKind('PodDisruptionBudget');
    expect(found && listBudgetWorkloads(inventory, found).map(workload => workload.object.name)).toStrictEqual(names);
    const covered = inventory.workloads.filter(workload => listWorkloadBudgets(inventory, workload).length > 0);
    expect(covered.map(workload => workload.object.name)).toStrictEqual(names);
  });
});

describe('countMinAvailable', () => {
  test.each<[unknown, unknown, number | undefined]>([
    [1, 3, 1],
    [0, 3, 0],
    [5, 3, 5],
    ['50%', 2, 1],
    ['50%', 3, 2],
    ['50%', 1, 1],
    ['34%', 3, 2],
    ['1%', 100, 1],
    ['100%', 3, 3],
    ['0%', 3, 0],
    ['150%', 2, 3],
    ['50%', 0, 0],
    ['50%', undefined, 1],
    ['50', 3, undefined],
    ['half', 3, undefined],
    ['-10%', 3, undefined],
    [1.5, 3, undefined],
    [undefined, 3, undefined],
  ])('%j of %j replicas is %s', (minAvailable, replicas, expected) => {
    const inventory = buildInventory([
      buildDeployment('web', { spec: { replicas } }),
      budget('policy/v1', { selector: { matchLabels: { app: 'web' } }, minAvailable }),
    ]);
    const coverage = inventory.listKind('PodDisruptionBudget').flatMap(found => listCoverage(inventory, found));
    expect(coverage.map(countMinAvailable)).toStrictEqual([expected]);
  });

  test('a percentage of a number that nobody writes cannot be known', () => {
    const daemons = buildObject('apps/v1', 'DaemonSet', 'log', { spec: { template: { metadata: { labels: { app: 'log' } } } } });
    const inventory = buildInventory([daemons, budget('policy/v1', { selector: {}, minAvailable: '50%' })]);
    const coverage = inventory.listKind('PodDisruptionBudget').flatMap(found => listCoverage(inventory, found));
    expect(coverage.map(countMinAvailable)).toStrictEqual([undefined]);
    expect(coverage.map(found => countSureReplicas(inventory, found))).toStrictEqual([undefined]);
  });
});

test("sure replicas are those of the autoscaler's minimum, else those written", () => {
  const scaler = (name: string, target: string, spec: Raw) =>
    buildObject('autoscaling/v2', 'HorizontalPodAutoscaler', name, {
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target }, ...spec },
    });
  const inventory = buildInventory([
    buildDeployment('web', { spec: { replicas: 5 } }),
    buildDeployment('api', { spec: { replicas: 5 } }),
    buildDeployment('job', { spec: { replicas: 5 } }),
    scaler('web', 'web', { minReplicas: 2 }),
    scaler('api', 'api', {}),
    budget('policy/v1', { selector: {} }),
  ]);
  const coverage = inventory.listKind('PodDisruptionBudget').flatMap(found => listCoverage(inventory, found));
  expect(coverage.map(found => [found.workload.object.name, countSureReplicas(inventory, found)])).toStrictEqual([
    ['web', 2],
    ['api', 1],
    ['job', 5],
  ]);
});
