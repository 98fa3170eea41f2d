/**
 * Reachability of all pods at once: NetworkPolicies over structured labels, as a platform with a namespace for each team has them. Run:
 * node bench/network.ts
 */
import { type Pod, Reachability, readPolicies, toNamespaceLabels, type World } from '@breakwater/network';

const RUNS = 5;

interface Size {
  readonly pods: number;
  readonly policies: number;
  readonly namespaces: number;
  /** Applications of a namespace: each is a class. */
  readonly apps: number;
  readonly barMs: number;
}

const SIZES: readonly Size[] = [
  { pods: 1000, policies: 100, namespaces: 20, apps: 10, barMs: Number.POSITIVE_INFINITY },
  { pods: 10_000, policies: 1000, namespaces: 100, apps: 15, barMs: 600 },
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

function makeCluster({ pods, policies, namespaces, apps }: Size): { pods: readonly Pod[]; raw: readonly object[]; world: World } {
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

function makePolicy(index: number, namespace: string, apps: number, random: (below: number) => number): object {
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

for (const size of SIZES) {
  const { pods, raw, world } = makeCluster(size);
  const { policies } = readPolicies(raw as Readonly<Record<string, unknown>>[]);
  let classes = 0;
  let atoms = 0;
  const [build, combine]: [number[], number[]] = [[], []];
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    const reachability = new Reachability(pods, policies, world);
    build.push(performance.now() - start);
    const middle = performance.now();
    reachability.visitAll(() => undefined);
    combine.push(performance.now() - middle);
    classes = reachability.classes.length;
    atoms = reachability.atoms.length;
  }
  const total = median(build) + median(combine);
  const verdict =
    size.barMs === Number.POSITIVE_INFINITY ? '' : total <= size.barMs ? `  bar met (${size.barMs} ms)` : `  BAR MISSED (${size.barMs} ms)`;
  if (total > size.barMs) process.exitCode = 1;
  console.log(
    `${size.pods} pods, ${size.policies} policies, ${classes} classes, ${atoms} atoms: rows ${median(build).toFixed(0)} ms, all pairs ${median(combine).toFixed(0)} ms, ${Math.round(process.memoryUsage().rss / 1e6)} MB${verdict}`,
  );
}
