import { parseIpRange } from '@breakwater/inventory';
import fc from 'fast-check';
import { type Node, type Pod, toNamespaceLabels, type World } from '../world.ts';

type Raw = Readonly<Record<string, unknown>>;

/** A small cluster in which everything meets everything: few names, labels, addresses and ports. */
export interface ArbitraryCluster {
  readonly pods: readonly Pod[];
  readonly world: World;
  readonly policies: readonly Raw[];
}

const NAMESPACES = ['a', 'b', 'c'];
const label = fc.dictionary(fc.constantFrom('app', 'tier'), fc.constantFrom('x', 'y'), { maxKeys: 2 });

function address(text: string): Pod['addresses'] {
  const range = parseIpRange(text);
  return range === undefined ? [] : [range];
}

const pod = fc.record({
  namespace: fc.constantFrom(...NAMESPACES),
  labels: label,
  host: fc.integer({ min: 0, max: 15 }),
  isKnown: fc.boolean(),
  hostNetwork: fc.integer({ min: 0, max: 5 }).map(number => number === 0),
  isUnlabelled: fc.integer({ min: 0, max: 6 }).map(number => number === 0),
  isV6: fc.integer({ min: 0, max: 4 }).map(number => number === 0),
  ports: fc.array(
    fc.record({
      name: fc.constantFrom('web', 'dns'),
      number: fc.constantFrom(53, 80, 8080),
      protocol: fc.constantFrom('TCP' as const, 'UDP' as const),
    }),
    { maxLength: 2 },
  ),
});

const NODES: readonly Node[] = [
  { kind: 'node', name: 'n1', labels: { zone: 'x' }, addresses: address('192.168.0.1') },
  { kind: 'node', name: 'n2', labels: { zone: 'y' }, addresses: address('192.168.0.2') },
];

const expression = fc.oneof(
  fc.record({
    key: fc.constantFrom('app', 'tier', 'gone'),
    operator: fc.constantFrom('In', 'NotIn'),
    values: fc.array(fc.constantFrom('x', 'y', 'z'), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ key: fc.constantFrom('app', 'tier', 'gone'), operator: fc.constantFrom('Exists', 'DoesNotExist') }),
);

const podSelector = fc.oneof(
  fc.constant({}),
  fc.record({ matchLabels: label }),
  fc.record({ matchExpressions: fc.array(expression, { maxLength: 2 }) }),
);

const namespaceSelector = fc.oneof(
  fc.constant({}),
  fc.constantFrom(...NAMESPACES).map(name => ({ matchLabels: { 'kubernetes.io/metadata.name': name } })),
  fc.constantFrom('red', 'blue').map(team => ({ matchExpressions: [{ key: 'team', operator: 'NotIn', values: [team] }] })),
);

const CIDRS = ['10.0.0.0/28', '10.0.0.8/29', '10.0.0.4/30', '10.0.0.0/8', '0.0.0.0/0', '192.168.0.0/24', 'fd00::/64', '::/0'];

const block = fc.constantFrom(
  ...CIDRS.map(cidr => ({ ipBlock: { cidr } })),
  { ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/28'] } },
  { ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.8/29', '192.168.0.0/24'] } },
);

const podPeer = fc.oneof(fc.record({ podSelector }), fc.record({ namespaceSelector }), fc.record({ podSelector, namespaceSelector }));

const port = fc.oneof(
  fc.constantFrom({}, { protocol: 'UDP' }, { port: 80 }, { port: 53, protocol: 'UDP' }, { port: 1, endPort: 100 }, { port: 'web' }),
  fc.constantFrom({ port: 'dns', protocol: 'UDP' }, { port: 'dns' }, { port: 8080, endPort: 65_535 }, { protocol: 'SCTP' }),
);

const rules = (field: string): fc.Arbitrary<readonly Raw[]> =>
  fc.array(
    fc
      .record({ peers: fc.array(fc.oneof(podPeer, block), { maxLength: 2 }), ports: fc.array(port, { maxLength: 2 }) })
      .map(({ peers, ports }) => ({ [field]: peers, ports })),
    { maxLength: 2 },
  );

const networkPolicy = fc
  .record({
    namespace: fc.constantFrom(...NAMESPACES),
    podSelector,
    types: fc.constantFrom(undefined, ['Ingress'], ['Egress'], ['Ingress', 'Egress']),
    ingress: rules('from'),
    egress: rules('to'),
  })
  .map(({ namespace, podSelector: selector, types, ingress, egress }) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { namespace },
    spec: { podSelector: selector, ingress, egress, ...(types === undefined ? {} : { policyTypes: types }) },
  }));

const tieredPods = fc.record({ namespaceSelector, podSelector });
const subject = fc.oneof(fc.record({ namespaces: namespaceSelector }), fc.record({ pods: tieredPods }));
const networks = fc.array(fc.constantFrom(...CIDRS), { minLength: 1, maxLength: 2 }).map(list => ({ networks: list }));
const nodes = fc.constantFrom({ nodes: {} }, { nodes: { matchLabels: { zone: 'x' } } });

const protocols = fc.array(
  fc.constantFrom(
    { tcp: { destinationPort: { number: 80 } } },
    { udp: { destinationPort: { range: { start: 50, end: 90 } } } },
    { destinationNamedPort: 'web' },
    { sctp: {} },
  ),
  { maxLength: 2 },
);

const tieredRules = (field: string, peer: fc.Arbitrary<Raw>): fc.Arbitrary<readonly Raw[]> =>
  fc.array(
    fc
      .record({ action: fc.constantFrom('Accept', 'Deny', 'Pass'), peers: fc.array(peer, { minLength: 1, maxLength: 2 }), protocols })
      .map(({ action, peers, protocols: ports }) => ({ action, [field]: peers, protocols: ports })),
    { maxLength: 3 },
  );

const clusterPolicy = fc
  .record({
    tier: fc.constantFrom('Admin', 'Baseline'),
    priority: fc.integer({ min: 0, max: 3 }),
    subject,
    ingress: tieredRules('from', subject),
    egress: tieredRules('to', fc.oneof(subject, networks, nodes)),
  })
  .map(spec => ({ apiVersion: 'policy.networking.k8s.io/v1alpha2', kind: 'ClusterNetworkPolicy', metadata: {}, spec }));

export const arbitraryCluster: fc.Arbitrary<ArbitraryCluster> = fc
  .record({
    pods: fc.array(pod, { minLength: 2, maxLength: 9 }),
    policies: fc.array(fc.oneof({ weight: 3, arbitrary: networkPolicy }, { weight: 2, arbitrary: clusterPolicy }), { maxLength: 6 }),
  })
  .map(({ pods, policies }) => ({
    pods: pods.map(({ host, isKnown, isV6, isUnlabelled, ...rest }, index) => ({
      kind: 'pod' as const,
      name: `p${index}`,
      ...rest,
      addresses: rest.hostNetwork ? address('192.168.0.1') : isKnown ? address(isV6 ? `fd00::${host.toString(16)}` : `10.0.0.${host}`) : [],
      ...(rest.hostNetwork ? { node: 'n1' } : {}),
      ...(isUnlabelled && !rest.hostNetwork ? { isUnknown: true as const } : {}),
    })),
    world: {
      namespaces: new Map(
        NAMESPACES.map((name, index) => [name, toNamespaceLabels(name, index === 0 ? {} : { team: index === 1 ? 'red' : 'blue' })]),
      ),
      nodes: NODES,
    },
    policies: policies.map((policy, index) => ({ ...policy, metadata: { ...policy.metadata, name: `policy-${index}` } })),
  }));
