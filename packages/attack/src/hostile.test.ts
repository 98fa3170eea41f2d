import process from 'node:process';
import type { Raw } from '@breakwater/inventory';
import { Inventory } from '@breakwater/inventory';
import { readCluster } from '@breakwater/network';
import { Authorizer, readRbac } from '@breakwater/rbac';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GraphBuilder } from './graph/build-graph.ts';
import { AttackModel } from './model/attack-model.ts';
import { tryCuts } from './search/cuts.ts';
import { listGoals } from './search/goals.ts';
import { findPaths } from './search/paths.ts';
import { listAssumed } from './search/starts.ts';
import { listLooseCredentials, listNeedlessTokens, listSecrets } from './secrets/list-secrets.ts';
import { arbitrarySet } from './testing/arbitrary-set.ts';
import { buildBinding, buildGraph, buildObject, buildPod, buildRole, give } from './testing/build.ts';
import { EDGE_CASES } from './testing/edge-cases.ts';

const JUNK: readonly unknown[] = [
  null,
  5,
  'x',
  true,
  [],
  [null, 5, [[]]],
  {},
  { toString: 1 },
  { a: { a: {} } },
  '\u0000"<>\\',
  'x'.repeat(500),
];
const junk = fc.constantFrom(...JUNK);

/** A copy in which one value somewhere inside is something else. */
function spoil(value: unknown, steps: readonly number[], other: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || typeof value !== 'object' || value === null) return other;
  const keys = Object.keys(value);
  const key = keys[step % Math.max(1, keys.length)];
  if (key === undefined) return other;
  if (Array.isArray(value)) return value.with(Number(key), spoil(value[Number(key)], rest, other));
  return { ...value, [key]: spoil((value as Raw)[key], rest, other) };
}

function askAll(objects: readonly Raw[]): void {
  const sources = objects.map(value => ({ value }));
  const cluster = readCluster(new Inventory(sources, { cluster: 'file:test', kubeMinor: 36, complete: false, namespace: 'default' }));
  const graph = new GraphBuilder(new AttackModel(cluster, { kubeMinor: 36 })).build();
  const search = { graph, starts: listAssumed(graph), goals: listGoals(graph) };
  tryCuts(search, findPaths(search));
  const authorizer = new Authorizer(readRbac(objects));
  listSecrets(cluster, authorizer, 0);
  listLooseCredentials(cluster.inventory);
  listNeedlessTokens(cluster.inventory, authorizer);
}

test('objects with anything anywhere are answered', () => {
  const known = Object.values(EDGE_CASES).flatMap(({ has }) => has);
  const objects = fc.oneof(arbitrarySet, fc.subarray(known, { maxLength: 6 }));
  fc.assert(
    fc.property(objects, fc.array(fc.nat(20), { minLength: 1, maxLength: 7 }), fc.nat(), junk, (set, steps, pick, other) => {
      const spoilt = set.map((object, index) => (index === pick % set.length ? (spoil(object, steps, other) as Raw) : object));
      expect(() => askAll(spoilt.filter(object => typeof object === 'object' && object !== null))).not.toThrow();
    }),
    { numRuns: 1500 },
  );
});

test.each<[string, readonly Raw[]]>([
  [
    'names of 1,000 objects in 300 namespaces',
    [
      ...Array.from({ length: 300 }, (_, index) => buildObject('v1', 'Namespace', `n${index}`)),
      ...give('', `create serviceaccounts/token named ${Array.from({ length: 1000 }, (_, index) => `a${index}`).join()}`),
    ],
  ],
  [
    'roles that may be bound by anybody who is bound by them',
    Array.from({ length: 300 }, (_, index) => [
      buildRole('shop', `r${index}`, 'bind roles.rbac', 'create rolebindings.rbac'),
      buildBinding('shop', 'Role', `r${index}`, `User/u${index}`),
    ]).flat(),
  ],
  [
    'pods of 300 containers',
    [
      buildPod('shop/web', {
        shareProcessNamespace: true,
        containers: Array.from({ length: 300 }, (_, index) => ({ name: `c${index}`, securityContext: { privileged: true } })),
      }),
    ],
  ],
  [
    'roles that are made of each other',
    ['a', 'b'].map(name => ({
      ...buildRole('', name, 'list secrets'),
      metadata: { name, labels: { l: '1' } },
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { l: '1' } }] },
    })),
  ],
])('%s take little time', (_, objects) => {
  const start = process.threadCpuUsage();
  const graph = buildGraph(objects);
  const search = { graph, starts: listAssumed(graph), goals: listGoals(graph) };
  tryCuts(search, findPaths(search), 20);
  expect(process.threadCpuUsage(start).user / 1000).toBeLessThan(3000);
  expect(graph.edges.length).toBeLessThan(200_000);
});
