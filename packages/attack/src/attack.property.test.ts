import { type Raw, toRecord } from '@breakwater/inventory';
import { Authorizer, type ResourceRequest, readRbac, toAccountUser, toAuthenticatedUser, type User } from '@breakwater/rbac';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GraphBuilder } from './graph/build-graph.ts';
import type { AttackGraph } from './graph/graph.ts';
import { chooseCuts, tryCuts } from './search/cuts.ts';
import { listGoals } from './search/goals.ts';
import { findMinimumCut } from './search/minimum-cut.ts';
import { type AttackPath, findPaths } from './search/paths.ts';
import { listAssumed } from './search/starts.ts';
import { arbitrarySet, nameObject } from './testing/arbitrary-set.ts';
import { buildGraph, buildModel } from './testing/build.ts';

const searchOf = (graph: AttackGraph) => ({ graph, starts: listAssumed(graph), goals: listGoals(graph) });

/** All that a reader sees of paths. */
const toPlain = (paths: readonly AttackPath[]) => paths.map(({ from, to, cost, hops }) => ({ from, to, cost, hops }));

const RBAC_KINDS = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding', 'ServiceAccount', 'Secret']);

const SUBJECT = /^(?:User|Group|ServiceAccount) /;
const ask = (verb: string, resource: string, subresource = '', group = '') => ({ verb, group, resource, subresource });

/** What the steps ask the API server for, one of each; names are those of what they lead to. */
const REQUESTS: Readonly<Record<string, readonly Omit<ResourceRequest, 'name' | 'namespace'>[]>> = {
  exec: [ask('create', 'pods', 'exec')],
  'create-pod-as': [ask('create', 'pods')],
  'update-workload-as': [ask('patch', 'deployments', '', 'apps')],
  'mint-token': [ask('create', 'serviceaccounts', 'token')],
  'read-secret': [ask('list', 'secrets'), ask('get', 'secrets')],
  'guess-secret': [ask('get', 'secrets')],
  'kubelet-exec': [ask('get', 'nodes', 'proxy')],
  'create-privileged-pod': [ask('create', 'pods'), ask('patch', 'deployments', '', 'apps')],
};

function toUser(holder: string): User {
  const [kind = '', name = ''] = holder.split(' ');
  if (kind === 'Group') return { name: '', groups: [name] };
  return kind === 'User' ? toAuthenticatedUser(name) : toAccountUser(name.split('/')[0] ?? '', name.split('/')[1] ?? '');
}

/** Those of the set that rules are limited to. */
function toName(node: string): string {
  return /^(?:Secret|ServiceAccount) n\d\/([at])$/.exec(node)?.[1] ?? '';
}

describe('a graph', () => {
  test('after a change equals one of the changed set', () => {
    fc.assert(
      fc.property(arbitrarySet, arbitrarySet, fc.nat(), (objects, others, pick) => {
        const model = buildModel(objects);
        const builder = new GraphBuilder(model);
        builder.build();
        const removed = objects.filter((object, index) => RBAC_KINDS.has(String(object['kind'])) && (index + pick) % 2 === 0);
        const kept = objects.filter(object => !removed.includes(object));
        const names = new Set(kept.map(nameObject));
        const added = others.filter(object => RBAC_KINDS.has(String(object['kind'])) && !names.has(nameObject(object)));
        expect(model.update(removed, added)).toBe(true);
        const after = findPaths(searchOf(builder.build()));
        expect(toPlain(after)).toStrictEqual(toPlain(findPaths(searchOf(buildGraph([...kept, ...added])))));
      }),
      { numRuns: 400 },
    );
  });

  test('after pods have changed their settings equals one of the changed set', () => {
    fc.assert(
      fc.property(arbitrarySet, fc.nat(), (objects, pick) => {
        const model = buildModel(objects);
        const builder = new GraphBuilder(model);
        builder.build();
        const pods = objects.filter((object, index) => object['kind'] === 'Pod' && (index + pick) % 2 === 0);
        const changed = pods.map(object => ({ ...object, spec: { ...toRecord(object['spec']), serviceAccountName: 'b', hostPID: true } }));
        expect(model.update(pods, changed)).toBe(true);
        const whole = [...objects.filter(object => !pods.includes(object)), ...changed];
        expect(toPlain(findPaths(searchOf(builder.build())))).toStrictEqual(toPlain(findPaths(searchOf(buildGraph(whole)))));
      }),
      { numRuns: 200 },
    );
  });

  test('back after a change equals the first', () => {
    fc.assert(
      fc.property(arbitrarySet, fc.nat(), (objects, pick) => {
        const model = buildModel(objects);
        const builder = new GraphBuilder(model);
        const before = toPlain(findPaths(searchOf(builder.build())));
        const removed = objects.filter((object, index) => RBAC_KINDS.has(String(object['kind'])) && (index + pick) % 3 === 0);
        model.update(removed, []);
        findPaths(searchOf(builder.build()));
        model.update([], removed);
        expect(toPlain(findPaths(searchOf(builder.build())))).toStrictEqual(before);
      }),
      { numRuns: 200 },
    );
  });

  test('does not depend on the order of objects', () => {
    fc.assert(
      fc.property(arbitrarySet, objects => {
        const shown = (set: readonly Raw[]) =>
          toPlain(findPaths(searchOf(buildGraph(set)))).map(path => ({ ...path, hops: path.hops.map(({ cuts, ...hop }) => hop) }));
        expect(shown([...objects].reverse())).toStrictEqual(shown(objects));
      }),
      { numRuns: 200 },
    );
  });
});

describe('a path', () => {
  test('is a chain of edges that are there, from its start to its goal', () => {
    fc.assert(
      fc.property(arbitrarySet, objects => {
        const graph = buildGraph(objects);
        for (const path of findPaths(searchOf(graph))) {
          const { edges, hops } = path;
          expect(edges.every(edge => graph.edges.includes(edge))).toBe(true);
          expect(edges.slice(1).every((edge, index) => edge.from === edges[index]?.to)).toBe(true);
          expect(graph.nodes.get(edges[0]?.from ?? -1).name).toBe(path.from);
          expect(edges.reduce((sum, { cost }) => sum + cost, 0)).toBe(path.cost);
          expect(hops.every(({ because }) => because !== '')).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('asks of its holders only what the authorizer allows them', () => {
    fc.assert(
      fc.property(arbitrarySet, objects => {
        const authorizer = new Authorizer(readRbac(objects));
        for (const { hops } of findPaths(searchOf(buildGraph(objects)))) {
          for (const [index, { edge, from, to }] of hops.entries()) {
            const asked = REQUESTS[edge];
            const before = hops.slice(0, index + 1);
            const first = before.findLastIndex(hop => SUBJECT.test(hop.from));
            const holder = before[first]?.from;
            if (asked === undefined || holder === undefined) continue;
            // Whoever has bound a role to himself has more than the authorizer knows of yet.
            if (before.slice(first, -1).some(hop => hop.edge === 'bind-role')) continue;
            const namespace = / in (n\d)$/.exec(from)?.[1] ?? /^Role (n\d)\//.exec(from)?.[1] ?? '';
            const isAllowed = asked.some(
              request => authorizer.authorize(toUser(holder), { ...request, namespace, name: toName(to) }).allowed,
            );
            expect([edge, holder, isAllowed]).toStrictEqual([edge, holder, true]);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('ends when the bindings of a change that closes it are deleted, and only then', () => {
    fc.assert(
      fc.property(arbitrarySet, objects => {
        const search = searchOf(buildGraph(objects));
        const paths = findPaths(search);
        const subjects = search.graph.nodes.list.filter(({ kind }) => kind === 'subject').map(({ name }) => name);
        for (const { cut, closed } of tryCuts(search, paths)) {
          const name = /^delete ((?:Cluster)?RoleBinding) (.*)$/.exec(cut.change);
          if (name === null) continue;
          const key = `${name[1]} ${name[2]?.includes('/') ? name[2] : `/${name[2]}`}`;
          const left = new Set(
            findPaths(
              searchOf(
                buildGraph(
                  objects.filter(object => nameObject(object) !== key),
                  { subjects },
                ),
              ),
            ).map(({ from, to }) => `${from} ${to}`),
          );
          // What reads all Secrets hides that it reads those of kube-system, until it reads these only.
          const reached = paths.filter(({ to }) => to !== 'kube-system-secrets').filter(({ from, to }) => !left.has(`${from} ${to}`));
          expect(closed.filter(({ to }) => to !== 'kube-system-secrets').map(({ from, to }) => `${from} ${to}`)).toStrictEqual(
            reached.map(({ from, to }) => `${from} ${to}`),
          );
        }
      }),
      { numRuns: 150 },
    );
  });

  test('has a change that closes it exactly when some single change does', () => {
    fc.assert(
      fc.property(arbitrarySet, objects => {
        const search = searchOf(buildGraph(objects));
        const paths = findPaths(search);
        const effects = tryCuts(search, paths);
        for (const [index, cut] of chooseCuts(paths, effects).entries()) {
          const path = paths[index] as AttackPath;
          expect(cut?.closes === true).toBe(effects.some(({ closed }) => closed.includes(path)));
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('a minimum cut', () => {
  test('leaves no path, and every part of it is needed', () => {
    fc.assert(
      fc.property(arbitrarySet, objects => {
        const search = searchOf(buildGraph(objects));
        for (const goal of search.goals) {
          const { cuts } = findMinimumCut(search, goal);
          const without = (changes: ReadonlySet<string>) =>
            findPaths({ ...search, goals: [goal], isAllowed: edge => !edge.cuts.some(({ change }) => changes.has(change)) }).length;
          if (cuts === undefined) {
            expect(findPaths({ ...search, goals: [goal], isAllowed: edge => edge.cuts.length === 0 }).length).toBeGreaterThan(0);
            continue;
          }
          const changes = new Set(cuts.map(({ change }) => change));
          expect(without(changes)).toBe(0);
        }
      }),
      { numRuns: 200 },
    );
  });
});
