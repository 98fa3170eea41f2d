import type { Answer, network } from '@breakwater/api';

type Graph = Answer<typeof network.endpoints.graph>;

const SIZES = { shop: 14, 'shop-data': 6, 'shop-logs': 4, payments: 9, 'kube-system': 8, monitoring: 7 } as const;

/** The graph of a cluster: as large as a shop, or as large as the largest that is measured (namespaces beginning with `many`). */
export function buildGraph(count = 0): Graph {
  const sizes: readonly (readonly [string, number])[] =
    count === 0 ? Object.entries(SIZES) : Array.from({ length: 50 }, (_, index) => [`team-${index}`, count / 50] as const);
  const nodes = sizes.flatMap(([namespace, size]) => Array.from({ length: size }, (_, index) => buildNode(namespace, index)));
  const edges = nodes.flatMap((_, from) =>
    [1, 3, 7].map(step => ({
      from,
      to: (from + step * (count === 0 ? 1 : 13)) % nodes.length,
      ports: 'TCP 8080',
      doubts: step === 7 ? ['labels-unknown'] : [],
    })),
  );
  const names = sizes.map(([name]) => name);
  return {
    nodes,
    edges,
    truncated: false,
    pairs: names
      .slice(0, 12)
      .flatMap((from, i) => names.slice(0, 12).map((to, j) => ({ from, to, pairs: 20, unlimited: (i + j) % 3 === 0 ? 12 : 0 }))),
    namespaces: sizes.map(([name, workloads]) => ({ name, workloads })),
    problems: count === 0 ? ['CiliumNetworkPolicy shop/web: rules of layer 7 are not read'] : [],
  };
}

function buildNode(namespace: string, index: number): Graph['nodes'][number] {
  const name = ['web', 'cart', 'search', 'orders', 'stock', 'mail', 'queue', 'cache'][index % 8] ?? '';
  return {
    workload: 'w-collector',
    name: `${namespace}/${name}-${index}[Deployment]`,
    namespace,
    kind: 'Deployment',
    isolated: { ingress: index % 4 !== 1, egress: index % 4 === 2 },
    ...(index === 0 ? { entrance: 'open' as const } : {}),
    openToCluster: index % 4 === 1,
  };
}

const rows = ['shop/cart-1[Deployment]', 'payments/web-0[Deployment]', '0.0.0.0-255.255.255.255'].map(
  (end, index): Answer<typeof network.endpoints.connections>['in']['rows'][number] => ({
    end,
    protocol: 'TCP',
    ports: index === 2 ? '1-65535' : '8080',
    verdict: index === 1 ? 'implementation-defined' : 'allowed',
    upstream: 'allowed',
    doubts: index === 1 ? ['labels-unknown'] : [],
  }),
);

const side = { allowed: true, because: 'no policy decides, and what no policy denies is allowed' };

/** Namespaces that begin with `many` stand for a cluster with that many workloads. */
export const networkHandlers = {
  'network.graph': ({ query }: { readonly query: { readonly namespaces?: string } }) =>
    buildGraph(Number(/^many-(\d+)$/.exec(query.namespaces ?? '')?.[1] ?? 0)),
  'network.connections': (): Answer<typeof network.endpoints.connections> => ({
    in: { rows, more: 2 },
    out: { rows: rows.slice(0, 1), more: 0 },
    policies: [{ name: 'NetworkPolicy shop/web', directions: ['ingress'] }],
  }),
  'network.explain': (): Answer<typeof network.endpoints.explain> => ({
    verdict: 'denied',
    upstream: 'denied',
    doubts: [],
    egress: side,
    ingress: {
      allowed: false,
      because: 'NetworkPolicies: denied, since NetworkPolicy shop/db isolates the pod and has no rule for this peer',
    },
  }),
  'network.preview': (): Answer<typeof network.endpoints.preview> => ({
    policies: [{ name: 'NetworkPolicy default/default-deny', isNew: true }],
    counts: { added: 0, removed: 2, changed: 0 },
    changes: ['cart-1', 'search-2'].map(name => ({
      change: 'removed',
      from: `shop/${name}[Deployment]`,
      to: 'shop/web-0[Deployment]',
      protocol: 'TCP',
      before: '1-65535',
      after: '',
    })),
    truncated: false,
    problems: [],
  }),
  'network.flows': (): Answer<typeof network.endpoints.flows> => ({
    flows: (['denied', 'allowed'] as const).map((verdict, index) => ({
      from: `shop/${['cart-1', 'search-2'][index]}[Deployment]`,
      to: 'payments/web-0[Deployment]',
      protocol: 'TCP',
      port: 8080,
      count: 12,
      lastSeen: `2026-11-2${index}T10:00:00Z`,
      verdict,
      wasAllowed: true,
    })),
    more: 0,
    problems: [],
  }),
  'network.observed': (): Answer<typeof network.endpoints.observed> => ({
    flows: (['denied', 'allowed'] as const).map((verdict, index) => ({
      from: `shop/${['cart-1', 'search-2'][index]}[Deployment]`,
      to: 'payments/web-0[Deployment]',
      protocol: 'TCP',
      port: 8080,
      count: 34,
      lastSeen: `2026-11-2${index}T10:00:00Z`,
      verdict,
      wasAllowed: true,
    })),
    more: 0,
    problems: [],
  }),
  'network.generate': (): Answer<typeof network.endpoints.generate> => ({
    policies: [
      {
        name: 'web',
        workload: 'shop/web-0[Deployment]',
        text: 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: web }\n',
        because: ['ingress[0]: Service shop/web'],
      },
    ],
    tightness: 0.93,
    remarks: ['the DNS of the cluster is not in the set'],
    problems: [],
  }),
};
