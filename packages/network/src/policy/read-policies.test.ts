import type { Raw } from '@breakwater/inventory';
import { expect, test } from 'vitest';
import { readPolicies } from './read-policies.ts';

const policy = (spec: Raw): Raw => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'p', namespace: 'shop' },
  spec: { podSelector: {}, ...spec },
});
const admin = (spec: Raw, name = 'a'): Raw => ({
  apiVersion: 'policy.networking.k8s.io/v1alpha1',
  kind: 'AdminNetworkPolicy',
  metadata: { name },
  spec: { priority: 1, subject: { namespaces: {} }, ...spec },
});
const cluster = (spec: Raw): Raw => ({
  apiVersion: 'policy.networking.k8s.io/v1alpha2',
  kind: 'ClusterNetworkPolicy',
  metadata: { name: 'c' },
  spec: { tier: 'Admin', priority: 1, subject: { namespaces: {} }, ...spec },
});
const from = (peer: Raw): Raw => policy({ ingress: [{ from: [peer] }] });
const ports = (port: Raw): Raw => policy({ ingress: [{ ports: [port] }] });
const LEFT_OUT = '; the API server refuses it, so the policy is left out';

test.each<[string, Raw, string]>([
  ['a peer that names nobody', from({}), 'spec.ingress[0].from[0]: names nobody: podSelector, namespaceSelector or ipBlock is required'],
  [
    'ipBlock beside a selector',
    from({ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }),
    'spec.ingress[0].from[0]: ipBlock cannot stand beside selectors',
  ],
  [
    'a CIDR that is none',
    from({ ipBlock: { cidr: '10.0.0.0' } }),
    "spec.ingress[0].from[0].ipBlock.cidr: '10.0.0.0' is no range of addresses, as 10.0.0.0/8 or fd00::/8",
  ],
  [
    'except outside of cidr',
    from({ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/16'] } }),
    'spec.ingress[0].from[0].ipBlock.except[0]: has to lie inside of cidr, and to be smaller',
  ],
  [
    'except as large as cidr',
    from({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/8'] } }),
    'spec.ingress[0].from[0].ipBlock.except[0]: has to lie inside of cidr, and to be smaller',
  ],
  [
    'except of another family',
    from({ ipBlock: { cidr: '10.0.0.0/8', except: ['fd00::/64'] } }),
    'spec.ingress[0].from[0].ipBlock.except[0]: has to lie inside of cidr, and to be smaller',
  ],
  ['endPort below port', ports({ port: 90, endPort: 80 }), 'spec.ingress[0].ports[0].endPort: is a number from port to 65535'],
  ['endPort with a name', ports({ port: 'web', endPort: 80 }), 'spec.ingress[0].ports[0].endPort: needs a port that is a number'],
  ['endPort alone', ports({ endPort: 80 }), 'spec.ingress[0].ports[0].endPort: needs a port that is a number'],
  ['a port of 0', ports({ port: 0 }), 'spec.ingress[0].ports[0].port: is a number from 1 to 65535, or a name'],
  [
    'a name that is none',
    ports({ port: 'Web_Port' }),
    "spec.ingress[0].ports[0].port: 'Web_Port' is no port name: at most 15 small letters, digits and single dashes, one of them a letter",
  ],
  ['another protocol', ports({ protocol: 'ICMP' }), 'spec.ingress[0].ports[0].protocol: is one of TCP, UDP, SCTP'],
  ['types that are none', policy({ policyTypes: ['ingress'] }), 'spec.policyTypes: is a list of Ingress and Egress'],
  [
    'an operator that is none',
    policy({ podSelector: { matchExpressions: [{ key: 'a', operator: 'Equals' }] } }),
    "spec.podSelector.matchExpressions[0].operator: 'Equals' is none of In, NotIn, Exists, DoesNotExist",
  ],
  [
    'In without values',
    policy({ podSelector: { matchExpressions: [{ key: 'a', operator: 'In' }] } }),
    'spec.podSelector.matchExpressions[0].values: In needs at least one value',
  ],
  [
    'Exists with values',
    policy({ podSelector: { matchExpressions: [{ key: 'a', operator: 'Exists', values: ['b'] }] } }),
    'spec.podSelector.matchExpressions[0].values: Exists takes no values',
  ],
  ['a label that is a number', policy({ podSelector: { matchLabels: { a: 1 } } }), 'spec.podSelector.matchLabels["a"]: a label is a text'],
  ['rules that are no list', policy({ ingress: {} }), 'spec.ingress: must be a list of maps'],
  ['a priority above 1000', admin({ priority: 1001 }), 'spec.priority: is a number from 0 to 1000'],
  [
    'an action of the other version',
    admin({ ingress: [{ action: 'Accept', from: [{ namespaces: {} }] }] }),
    'spec.ingress[0].action: is one of Allow, Deny, Pass',
  ],
  ['no peer', admin({ ingress: [{ action: 'Deny', from: [] }] }), 'spec.ingress[0].from: at least one peer is required'],
  ['a subject that names nobody', admin({ subject: {} }), 'spec.subject: names exactly one of namespaces and pods'],
  [
    'a range of one port',
    cluster({
      ingress: [{ action: 'Deny', from: [{ namespaces: {} }], protocols: [{ tcp: { destinationPort: { range: { start: 5, end: 5 } } } }] }],
    }),
    'spec.ingress[0].protocols[0].tcp.destinationPort: is a number from 1 to 65535, or a range whose start is below its end',
  ],
  [
    'two protocols in one',
    cluster({ ingress: [{ action: 'Deny', from: [{ namespaces: {} }], protocols: [{ tcp: {}, udp: {} }] }] }),
    'spec.ingress[0].protocols[0]: names exactly one of tcp, udp, sctp and destinationNamedPort',
  ],
  ['a tier that is none', cluster({ tier: 'Middle' }), 'spec.tier: is Admin or Baseline'],
  [
    'domains that are denied',
    cluster({ egress: [{ action: 'Deny', to: [{ domainNames: ['example.org'] }] }] }),
    'spec.egress[0].to[0].domainNames: only rules that allow may name domains',
  ],
])('refused: %s', (_name, raw, message) => {
  const { policies, problems } = readPolicies([raw]);
  const { kind, metadata } = raw as { kind: string; metadata: { name: string; namespace?: string } };
  const source = `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
  expect([policies, problems]).toStrictEqual([[], [{ code: 'policy-refused', message: `${message}${LEFT_OUT}`, source }]]);
});

test('bits beyond the prefix are told, and the prefix counts', () => {
  const { policies, problems } = readPolicies([from({ ipBlock: { cidr: '10.1.2.3/8' } })]);
  expect(policies[0]?.ingress?.[0]?.peers).toStrictEqual([
    { kind: 'block', range: { family: 4, bits: 0x0a000000n, length: 8 }, except: [] },
  ]);
  expect(problems).toStrictEqual([
    {
      code: 'policy-range-imprecise',
      message: 'spec.ingress[0].from[0].ipBlock.cidr: 10.1.2.3/8 has bits set beyond its prefix: the prefix counts',
      source: 'NetworkPolicy shop/p',
    },
  ]);
});

test('there is one baseline of v1alpha1', () => {
  const baseline = (name: string): Raw => ({ ...admin({}, name), kind: 'BaselineAdminNetworkPolicy' });
  expect(readPolicies([baseline('default')]).problems).toStrictEqual([]);
  expect(readPolicies([baseline('other')]).problems).toStrictEqual([
    {
      code: 'policy-refused',
      message: `metadata.name: there is one BaselineAdminNetworkPolicy, called 'default'${LEFT_OUT}`,
      source: 'BaselineAdminNetworkPolicy other',
    },
  ]);
});

test('a broken policy takes no other with it', () => {
  const { policies } = readPolicies([from({}), policy({}), { kind: 'NetworkPolicy', apiVersion: 'example.org/v1' }, admin({ ingress: 7 })]);
  expect(policies.map(({ source }) => source.name)).toStrictEqual(['p']);
});

test('a selector of a thousand expressions is read once and in time', () => {
  const matchExpressions = Array.from({ length: 1000 }, (_, index) => ({ key: `k${index}`, operator: 'NotIn', values: ['x'] }));
  const { policies, problems } = readPolicies([policy({ podSelector: { matchExpressions } })]);
  expect([policies[0]?.subject.pods?.requirements.length, problems]).toStrictEqual([1000, []]);
});
