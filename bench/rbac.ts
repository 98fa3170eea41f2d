/** RBAC: who can do something in a cluster of 5,000 roles and 20,000 bindings, and single decisions. Run: node bench/rbac.ts */
import process from 'node:process';
import { Authorizer, readRbac } from '@breakwater/rbac';

const SIZE = { roles: 5000, bindings: 20_000, namespaces: 200 };
const QUESTIONS = 400;
const BAR_MS = 5;

const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];
const RESOURCES = ['pods', 'secrets', 'configmaps', 'services', 'deployments', 'jobs', 'nodes', 'pods/exec', 'pods/log', 'ingresses'];

/** The same numbers in each run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function makeSet(): readonly object[] {
  const random = createRandom(7);
  const pick = (list: readonly string[]): string => list[random(list.length)] ?? '';
  const group = 'rbac.authorization.k8s.io';
  const roles = Array.from({ length: SIZE.roles }, (_, index) => {
    const isCluster = index % 4 === 0;
    const rules = Array.from({ length: 1 + random(4) }, () => ({
      apiGroups: [random(20) === 0 ? '*' : ''],
      resources: random(50) === 0 ? ['*'] : [pick(RESOURCES), pick(RESOURCES)],
      verbs: random(40) === 0 ? ['*'] : [pick(VERBS), pick(VERBS)],
    }));
    const metadata = isCluster ? { name: `role-${index}` } : { name: `role-${index}`, namespace: `ns-${index % SIZE.namespaces}` };
    return { apiVersion: `${group}/v1`, kind: isCluster ? 'ClusterRole' : 'Role', metadata, rules };
  });
  const bindings = Array.from({ length: SIZE.bindings }, (_, index) => {
    const role = roles[random(SIZE.roles)];
    const isClusterWide = role?.kind === 'ClusterRole' && random(3) === 0;
    const namespace = role?.metadata.namespace ?? `ns-${random(SIZE.namespaces)}`;
    const subjects = [
      { kind: 'ServiceAccount', name: `account-${random(3000)}`, namespace },
      { kind: 'User', apiGroup: group, name: `user-${random(500)}` },
    ];
    return {
      apiVersion: `${group}/v1`,
      kind: isClusterWide ? 'ClusterRoleBinding' : 'RoleBinding',
      metadata: isClusterWide ? { name: `binding-${index}` } : { name: `binding-${index}`, namespace },
      roleRef: { apiGroup: group, kind: role?.kind, name: role?.metadata.name },
      subjects,
    };
  });
  return [...roles, ...bindings];
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
}

function measure(ask: (index: number) => void): readonly number[] {
  for (let index = 0; index < 50; index++) ask(index);
  return Array.from({ length: QUESTIONS }, (_, index) => {
    const start = performance.now();
    ask(index);
    return performance.now() - start;
  });
}

function report(what: string, times: readonly number[], bar?: number): void {
  const [median, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
  const isMet = bar === undefined || p95 <= bar;
  if (!isMet) process.exitCode = 1;
  const verdict = bar === undefined ? '' : isMet ? `  bar met (p95 ${bar} ms)` : `  BAR MISSED (p95 ${bar} ms)`;
  console.log(`${what.padEnd(40)} median ${median.toFixed(3)} ms, p95 ${p95.toFixed(3)} ms${verdict}`);
}

const objects = makeSet() as Readonly<Record<string, unknown>>[];
const start = performance.now();
const authorizer = new Authorizer(readRbac(objects));
console.log(`${SIZE.roles} roles, ${SIZE.bindings} bindings: read in ${(performance.now() - start).toFixed(0)} ms`);
const request = (index: number) => ({
  verb: VERBS[index % VERBS.length] ?? '',
  group: '',
  resource: RESOURCES[index % RESOURCES.length]?.split('/')[0] ?? '',
  subresource: RESOURCES[index % RESOURCES.length]?.split('/')[1] ?? '',
  name: '',
  namespace: `ns-${index % SIZE.namespaces}`,
});
report(
  'who can do something',
  measure(index => authorizer.whoCan(request(index))),
  BAR_MS,
);
report(
  'may a user do something',
  measure(index => authorizer.authorize({ name: `user-${index % 500}`, groups: [] }, request(index))),
);
