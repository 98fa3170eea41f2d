/** Attack paths: all starts to all goals over roles, bindings and pods, and one change. Run: node bench/attack.ts */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { AttackModel, findPaths, GraphBuilder, listAssumed, listGoals } from '@breakwater/attack';
import { Inventory, type Raw } from '@breakwater/inventory';
import { readCluster } from '@breakwater/network';

interface Size {
  readonly roles: number;
  readonly bindings: number;
  readonly pods: number;
  readonly namespaces: number;
  readonly barMs: number;
  readonly updateBarMs?: number;
  readonly memoryBarMb: number;
}

/** The first is the set that kubesplaining was measured with: 18.8 s of CPU, 770 MB. */
const SIZES: readonly Size[] = [
  { roles: 1000, bindings: 2000, pods: 1000, namespaces: 50, barMs: 1000, memoryBarMb: 200 },
  { roles: 5000, bindings: 20_000, pods: 10_000, namespaces: 200, barMs: 4000, updateBarMs: 200, memoryBarMb: 600 },
];
const UPDATES = 20;
const MINOR = 36;

const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];
const RESOURCES = [
  'pods',
  'secrets',
  'configmaps',
  'services',
  'deployments',
  'jobs',
  'nodes',
  'pods/exec',
  'pods/log',
  'serviceaccounts/token',
];
const GROUP = 'rbac.authorization.k8s.io';

/** The same numbers in each run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Roles of a few rules, bindings of an account and a user, pods of which one in fifty is privileged and one in twenty exposed. */
function makeSet({ roles: roleCount, bindings: bindingCount, pods: podCount, namespaces }: Size): readonly Raw[] {
  const random = createRandom(7);
  const pick = (list: readonly string[]): string => list[random(list.length)] ?? '';
  const nameNamespace = (index: number): string => `ns-${index % namespaces}`;
  const roles = Array.from({ length: roleCount }, (_, index) => {
    const isCluster = index % 4 === 0;
    const rules = Array.from({ length: 1 + random(4) }, () => ({
      apiGroups: [random(20) === 0 ? '*' : ''],
      resources: random(200) === 0 ? ['*'] : [pick(RESOURCES), pick(RESOURCES)],
      verbs: random(100) === 0 ? ['*'] : [pick(VERBS), pick(VERBS)],
    }));
    const metadata = isCluster ? { name: `role-${index}` } : { name: `role-${index}`, namespace: nameNamespace(index) };
    return { apiVersion: `${GROUP}/v1`, kind: isCluster ? 'ClusterRole' : 'Role', metadata, rules };
  });
  const bindings = Array.from({ length: bindingCount }, (_, index) => {
    const role = roles[random(roleCount)];
    const isEverywhere = role?.kind === 'ClusterRole' && random(10) === 0;
    const namespace = role?.metadata.namespace ?? nameNamespace(random(namespaces));
    return {
      apiVersion: `${GROUP}/v1`,
      kind: isEverywhere ? 'ClusterRoleBinding' : 'RoleBinding',
      metadata: isEverywhere ? { name: `binding-${index}` } : { name: `binding-${index}`, namespace },
      roleRef: { apiGroup: GROUP, kind: role?.kind, name: role?.metadata.name },
      subjects: [
        { kind: 'ServiceAccount', name: `account-${random(20)}`, namespace },
        { kind: 'User', apiGroup: GROUP, name: `user-${random(500)}` },
      ],
    };
  });
  const pods = Array.from({ length: podCount }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `pod-${index}`, namespace: nameNamespace(index), labels: { app: `app-${index % (podCount / 10)}` } },
    spec: {
      serviceAccountName: `account-${random(20)}`,
      containers: [
        { name: 'app', image: 'app:1', ports: [{ containerPort: 8080 }], securityContext: { privileged: random(50) === 0 } },
        { name: 'log', image: 'log:1', volumeMounts: random(20) === 0 ? [{ name: 'logs', mountPath: '/logs' }] : [] },
      ],
      volumes: [{ name: 'logs', hostPath: { path: '/var/log' } }],
    },
  }));
  const services = Array.from({ length: podCount / 200 }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `service-${index}`, namespace: nameNamespace(index) },
    spec: { type: 'LoadBalancer', selector: { app: `app-${index}` }, ports: [{ port: 80, targetPort: 8080 }] },
  }));
  return [...roles, ...bindings, ...pods, ...services];
}

function read(objects: readonly Raw[]): AttackModel {
  const sources = objects.map(value => ({ value }));
  const inventory = new Inventory(sources, { cluster: 'file:bench', kubeMinor: MINOR, complete: true, namespace: 'default' });
  return new AttackModel(readCluster(inventory), { kubeMinor: MINOR });
}

function search(builder: GraphBuilder) {
  const graph = builder.build();
  return { graph, paths: findPaths({ graph, starts: listAssumed(graph), goals: listGoals(graph) }) };
}

/** One binding, role or pod taken out and put back in, each with all paths to all goals. */
function measureUpdates(objects: readonly Raw[], model: AttackModel, builder: GraphBuilder): readonly number[] {
  return Array.from({ length: UPDATES }, (_, index) => {
    const object = objects[(index * 1237) % (objects.length - 100)] as Raw;
    const start = performance.now();
    const isDone = model.update([object], [object]);
    search(builder);
    if (!isDone) throw new Error('a binding, role or pod that is replaced by itself has to be an update');
    return performance.now() - start;
  }).toSorted((a, b) => a - b);
}

/** V8 keeps as little room for what is new as in a sensor, beside which the workloads of others run. */
const YOUNG = '--max-semi-space-size=8';

if (process.execArgv.includes(YOUNG)) measureAll();
else process.exitCode = spawnSync(process.execPath, [YOUNG, import.meta.filename], { stdio: 'inherit' }).status ?? 1;

function measureAll(): void {
  for (const size of SIZES) {
    const objects = makeSet(size);
    const start = performance.now();
    const model = read(objects);
    const middle = performance.now();
    const builder = new GraphBuilder(model);
    const { graph, paths } = search(builder);
    const total = performance.now() - start;
    const memory = Math.round(process.memoryUsage().rss / 1e6);
    const updates = measureUpdates(objects, model, builder);
    const [update, most] = [updates[updates.length >> 1] ?? 0, updates.at(-1) ?? 0];
    const misses = [
      ...(total <= size.barMs ? [] : [`all paths ${size.barMs} ms`]),
      ...(update <= (size.updateBarMs ?? update) ? [] : [`change ${size.updateBarMs} ms`]),
      ...(memory <= size.memoryBarMb ? [] : [`memory ${size.memoryBarMb} MB`]),
    ];
    if (misses.length > 0) process.exitCode = 1;
    console.log(
      `${size.roles} roles, ${size.bindings} bindings, ${size.pods} pods: ${graph.size} nodes, ${graph.edges.length} edges, ${paths.length} paths; ` +
        `read ${(middle - start).toFixed(0)} ms, all paths ${total.toFixed(0)} ms, one change ${update.toFixed(0)} ms (at most ${most.toFixed(0)}), ` +
        `${memory} MB  ${misses.length === 0 ? 'bars met' : `BAR MISSED: ${misses.join(', ')}`}`,
    );
  }
}
