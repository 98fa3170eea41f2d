/**
 * Reachability of all pods at once: NetworkPolicies over structured labels, as a platform with a namespace for each team has them. Run:
 * node bench/network.ts
 */
import { type Pod, type Policy, Reachability, readPolicies, toNamespaceLabels, type World } from '@breakwater/network';

type Raw = Readonly<Record<string, unknown>>;

const RUNS = 5;
const UPDATES = 20;

interface Size {
  readonly pods: number;
  readonly policies: number;
  readonly namespaces: number;
  /** Applications of a namespace: each is a class. */
  readonly apps: number;
  readonly barMs: number;
  /** For one policy that is edited, and for the memory of the process. */
  readonly updateBarMs?: number;
  readonly memoryBarMb?: number;
}

const SIZES: readonly Size[] = [
  { pods: 1000, policies: 100, namespaces: 20, apps: 10, barMs: Number.POSITIVE_INFINITY },
  { pods: 10_000, policies: 1000, namespaces: 100, apps: 15, barMs: 600, updateBarMs: 5, memoryBarMb: 250 },
  { pods: 10_000, policies: 1000, namespaces: 100, apps: 50, barMs: 2500 },
  { pods: 100_000, policies: 5000, namespaces: 200, apps: 40, barMs: 8000 },
];

/** The same numbers in each run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function makeCluster({ pods, policies, namespaces, apps }: Size): { pods: readonly Pod[]; raw: readonly Raw[]; world: World } {
  const random = createRandom(1);
  const names = Array.from({ length: namespaces }, (_, index) => `ns-${index}`);
  return {
    world: { nodes: [], namespaces: new Map(names.map((name, index) => [name, toNamespaceLabels(name, { team: `team-${index % 10}` })])) },
    pods: Array.from({ length: pods }, (_, index) =>
      makePod(index, names[index % namespaces] ?? '', Math.floor(index / namespaces) % apps),
    ),
    raw: Array.from({ length: policies }, (_, index) => makePolicy(index, names[index % namespaces] ?? '', apps, random)),
  };
}

function makePod(index: number, namespace: string, app: number): Pod {
  return {
    kind: 'pod',
    namespace,
    name: `pod-${index}`,
    labels: { app: `app-${app}`, tier: `tier-${app % 3}`, 'pod-template-hash': String(index) },
    addresses: [],
    ports: [{ name: 'http', number: 8080, protocol: 'TCP' }],
    hostNetwork: false,
  };
}

const PORTS = [{ port: 80 }, { port: 443 }, { port: 8080 }, { port: 5432 }, { port: 'http' }, { port: 53, protocol: 'UDP' }];

function makePolicy(index: number, namespace: string, apps: number, random: (below: number) => number): Raw {
  const app = (): object => ({ podSelector: { matchLabels: { app: `app-${random(apps)}` } } });
  const team = (): object => ({
    namespaceSelector: { matchLabels: { team: `team-${random(10)}` } },
    podSelector: { matchLabels: { tier: `tier-${random(3)}` } },
  });
  const block = (): object => ({ ipBlock: { cidr: `10.${random(4)}.0.0/16` } });
  const peers = (): object[] => Array.from({ length: 1 + random(3) }, () => [app, team, app, block][random(4)]?.() ?? {});
  const rule = (field: string): object => ({ [field]: peers(), ports: [PORTS[random(PORTS.length)]] });
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `policy-${index}`, namespace },
    spec: {
      podSelector: random(5) === 0 ? {} : { matchLabels: { app: `app-${random(apps)}` } },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [rule('from'), rule('from')],
      egress: [rule('to')],
    },
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function measureRun(pods: readonly Pod[], policies: readonly Policy[], world: World): { build: number; combine: number } {
  const start = performance.now();
  const reachability = new Reachability(pods, policies, world);
  const middle = performance.now();
  reachability.visitAll(() => undefined);
  return { build: middle - start, combine: performance.now() - middle };
}

/** Edits of one policy after the other: a port that no policy had before, and back. The slowest is told too, since a user waits for each. */
function measureUpdates(reachability: Reachability, policies: readonly Policy[], raw: readonly object[]): { median: number; most: number } {
  const times = Array.from({ length: UPDATES }, (_, index) => {
    const at = (index * 7) % policies.length;
    const { policies: edited } = readPolicies([withPort(raw[at] as Raw, 9000 + index)]);
    const [old, next] = [policies[at], edited[0]];
    const start = performance.now();
    const isDone = reachability.update(old, next) && reachability.update(next, old);
    if (!isDone) throw new Error('an edit of a port has to be an update');
    return (performance.now() - start) / 2;
  });
  return { median: median(times), most: Math.max(...times) };
}

function withPort(raw: Raw, port: number): Raw {
  const { spec } = raw as { spec: { ingress: readonly object[] } };
  return { ...raw, spec: { ...spec, ingress: spec.ingress.map(rule => ({ ...rule, ports: [{ port }] })) } };
}

for (const size of SIZES) {
  const { pods, raw, world } = makeCluster(size);
  const { policies } = readPolicies(raw);
  const runs = Array.from({ length: RUNS }, () => measureRun(pods, policies, world));
  const [build, combine] = [median(runs.map(run => run.build)), median(runs.map(run => run.combine))];
  const reachability = new Reachability(pods, policies, world);
  const { classes, atoms } = reachability;
  const counts = `${classes.length} classes, ${atoms.length} atoms`;
  const update = measureUpdates(reachability, policies, raw);
  const memory = Math.round(process.memoryUsage().rss / 1e6);
  const total = build + combine;
  const misses = [
    ...(total <= size.barMs ? [] : [`all pairs ${size.barMs} ms`]),
    ...(update.median <= (size.updateBarMs ?? update.median) ? [] : [`update ${size.updateBarMs} ms`]),
    ...(memory <= (size.memoryBarMb ?? memory) ? [] : [`memory ${size.memoryBarMb} MB`]),
  ];
  if (misses.length > 0) process.exitCode = 1;
  const verdict = size.barMs === Number.POSITIVE_INFINITY ? '' : misses.length === 0 ? '  bars met' : `  BAR MISSED: ${misses.join(', ')}`;
  console.log(
    `${size.pods} pods, ${size.policies} policies, ${counts}: rows ${build.toFixed(0)} ms, all pairs ${combine.toFixed(0)} ms, update ${update.median.toFixed(1)} ms (at most ${update.most.toFixed(1)}), ${memory} MB${verdict}`,
  );
}
