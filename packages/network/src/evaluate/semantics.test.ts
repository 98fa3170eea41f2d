import { parseIpRange, type Raw } from '@breakwater/inventory';
import { describe, expect, test } from 'vitest';
import { readPolicies } from '../policy/read-policies.ts';
import { type End, type Pod, toNamespaceLabels } from '../world.ts';
import { sortTiers } from './side.ts';
import { decide, type Verdict } from './verdict.ts';

const ip = (text: string): Pod['addresses'] => [parseIpRange(text)].filter(range => range !== undefined);

const pod = (place: string, parts: Partial<Pod> = {}): Pod => {
  const [namespace = '', name = ''] = place.split('/');
  return { kind: 'pod', namespace, name, labels: { app: name }, addresses: [], ports: [], hostNetwork: false, ...parts };
};

const WEB = pod('shop/web', { addresses: ip('10.0.0.1') });
const DB = pod('shop/db', {
  addresses: ip('10.0.0.2'),
  ports: [
    { name: 'sql', number: 5432, protocol: 'TCP' },
    { name: 'stats', number: 9000, protocol: 'UDP' },
  ],
});
const HOST = pod('shop/host', { hostNetwork: true, node: 'n1', addresses: ip('192.168.0.1') });
const SIX = pod('shop/six', { addresses: ip('fd00::6') });
const NODE: End = { kind: 'node', name: 'n1', labels: { zone: 'a' }, addresses: ip('192.168.0.1') };
const outside = (text: string, domain?: string): End => ({
  kind: 'outside',
  range: ip(text)[0] as never,
  ...(domain === undefined ? {} : { domain }),
});

const policy = (spec: Raw, name = 'p', namespace = 'shop'): Raw => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace },
  spec: { podSelector: {}, ...spec },
});

const clusterPolicy = (name: string, spec: Raw): Raw => ({
  apiVersion: 'policy.networking.k8s.io/v1alpha2',
  kind: 'ClusterNetworkPolicy',
  metadata: { name },
  spec: { tier: 'Admin', priority: 10, subject: { namespaces: {} }, ...spec },
});

function ask(policies: readonly Raw[], source: End, destination: End, port: number | string): Verdict {
  const read = readPolicies(policies);
  expect(read.problems).toStrictEqual([]);
  const world = { namespaces: new Map([['shop', toNamespaceLabels('shop', {})]]), nodes: [NODE].filter(node => node.kind === 'node') };
  const [number = '', protocol = 'TCP'] = String(port).split('/');
  return decide({ world, tiers: sortTiers(read.policies) }, source, destination, { protocol, port: Number(number) });
}

/** `allowed`, `denied`, or upstream's answer with what may turn it. */
function answer(...question: Parameters<typeof ask>): string {
  const { verdict, upstream, doubts } = ask(...question);
  return verdict === 'implementation-defined' ? `${upstream}? ${doubts.join()}` : verdict;
}

type Row = readonly [string, readonly Raw[], End, End, number | string, string];

const allowAll = { ingress: [{}] };
const denyIngress = policy({ policyTypes: ['Ingress'] }, 'deny');

describe('policyTypes', () => {
  test.each<Row>([
    ['absent, rules for ingress alone: egress is not isolated', [policy(allowAll)], WEB, outside('192.0.2.1'), 80, 'allowed'],
    ['absent, an empty list of egress: not isolated either', [policy({ egress: [] })], WEB, outside('192.0.2.1'), 80, 'allowed'],
    ['absent, and still ingress is isolated', [policy({ egress: [] })], outside('192.0.2.1'), WEB, 80, 'denied'],
    ['absent, a rule for egress: isolated', [policy({ egress: [{ ports: [{ port: 443 }] }] })], WEB, outside('192.0.2.1'), 80, 'denied'],
    [
      'an empty list is as none',
      [policy({ policyTypes: [], egress: [{ ports: [{ port: 443 }] }] })],
      WEB,
      outside('192.0.2.1'),
      443,
      'allowed',
    ],
    [
      'Egress alone: rules for ingress do nothing',
      [policy({ policyTypes: ['Egress'], ingress: [] })],
      outside('192.0.2.1'),
      WEB,
      80,
      'allowed',
    ],
    ['null rules deny as none do', [policy({ policyTypes: ['Ingress'], ingress: null })], outside('192.0.2.1'), WEB, 80, 'denied'],
  ])('%s', (_name, policies, source, destination, port, expected) => {
    expect(answer(policies, source, destination, port)).toBe(expected);
  });
});

describe('ports', () => {
  const open = (...ports: readonly Raw[]): readonly Raw[] => [policy({ ingress: [{ ports }] })];
  test.each<Row>([
    ['endPort: the first', open({ port: 80, endPort: 90 }), WEB, DB, 80, 'allowed'],
    ['endPort: the last', open({ port: 80, endPort: 90 }), WEB, DB, 90, 'allowed'],
    ['endPort: one beyond', open({ port: 80, endPort: 90 }), WEB, DB, 91, 'denied'],
    ['endPort: another protocol', open({ port: 80, endPort: 90 }), WEB, DB, '85/UDP', 'denied'],
    ['a name and its protocol', open({ port: 'sql' }), WEB, DB, 5432, 'allowed'],
    ['a name of another protocol matches nothing', open({ port: 'stats' }), WEB, DB, 9000, 'denied'],
    ['the same name with its protocol', open({ port: 'stats', protocol: 'UDP' }), WEB, DB, '9000/UDP', 'allowed'],
    ['a name that no container has matches nothing', open({ port: 'gone' }), WEB, DB, 5432, 'denied'],
    [
      'a name on egress to an address matches nothing',
      [policy({ egress: [{ ports: [{ port: 'sql' }] }] }), policy(allowAll, 'in')],
      WEB,
      outside('192.0.2.1'),
      5432,
      'denied',
    ],
    ['a protocol without ports', open({ protocol: 'SCTP' }), WEB, DB, '1/SCTP', 'allowed'],
    ['other protocols are undefined', [denyIngress], WEB, DB, '1/ICMP', 'denied? other-protocol'],
  ])('%s', (_name, policies, source, destination, port, expected) => {
    expect(answer(policies, source, destination, port)).toBe(expected);
  });
});

describe('addresses', () => {
  const from = (cidr: string, ...except: readonly string[]): readonly Raw[] => [
    policy({ ingress: [{ from: [{ ipBlock: { cidr, ...(except.length === 0 ? {} : { except }) } }] }] }),
  ];
  test.each<Row>([
    ['IPv6', from('2001:db8::/32'), outside('2001:db8:1::5'), WEB, 80, 'allowed'],
    ['IPv6, outside of the range', from('2001:db8::/32'), outside('2001:db9::5'), WEB, 80, 'denied'],
    ['IPv6, taken out', from('2001:db8::/32', '2001:db8:1::/48'), outside('2001:db8:1::5'), WEB, 80, 'denied'],
    ['one family does not mean the other', from('::/0'), outside('192.0.2.1'), WEB, 80, 'denied'],
    ['a pod by its IPv6 address is up to the plug-in', from('fd00::/64'), SIX, WEB, 80, 'allowed? pod-by-ip-block'],
    ['a pod without an address that a range would decide about', from('10.0.0.0/8'), pod('shop/new'), WEB, 80, 'denied? address-unknown'],
    [
      'two rules: what one takes out another may allow',
      [
        policy({
          ingress: [{ from: [{ ipBlock: { cidr: '192.0.2.0/24', except: ['192.0.2.0/25'] } }, { ipBlock: { cidr: '192.0.2.0/26' } }] }],
        }),
      ],
      outside('192.0.2.9'),
      WEB,
      80,
      'allowed',
    ],
  ])('%s', (_name, policies, source, destination, port, expected) => {
    expect(answer(policies, source, destination, port)).toBe(expected);
  });
});

describe('tiers', () => {
  const rule = (action: string, more: Raw = {}): Raw => ({ action, from: [{ namespaces: {} }], ...more });
  const baseline = clusterPolicy('base', { tier: 'Baseline', ingress: [rule('Deny')] });
  const egressOnly = policy({ policyTypes: ['Egress'], egress: [{}] }, 'out');
  const to = (domain: string): Raw =>
    clusterPolicy('names', {
      egress: [
        { action: 'Accept', to: [{ domainNames: [domain] }] },
        { action: 'Deny', to: [{ networks: ['0.0.0.0/0'] }] },
      ],
    });
  test.each<Row>([
    ['equal priority, the same outcome', ['a', 'b'].map(name => clusterPolicy(name, { ingress: [rule('Deny')] })), WEB, DB, 80, 'denied'],
    [
      'equal priority, two outcomes',
      ['Accept', 'Deny'].map(action => clusterPolicy(action.toLowerCase(), { ingress: [rule(action)] })),
      WEB,
      DB,
      80,
      'allowed? equal-priority',
    ],
    [
      'equal priority, an outcome in the middle',
      ['Deny', 'Accept', 'Deny'].map((action, index) => clusterPolicy(`p${index}`, { ingress: [rule(action)] })),
      WEB,
      DB,
      80,
      'denied? equal-priority',
    ],
    [
      'another priority decides',
      [clusterPolicy('a', { priority: 9, ingress: [rule('Deny')] }), clusterPolicy('b', { ingress: [rule('Accept')] })],
      WEB,
      DB,
      80,
      'denied',
    ],
    [
      'T1: a policy for egress alone leaves ingress to the Baseline tier',
      [baseline, egressOnly],
      WEB,
      DB,
      80,
      'denied? direction-of-network-policy',
    ],
    ['T1: without it there is no doubt', [baseline], WEB, DB, 80, 'denied'],
    ['T1: a policy for ingress is final', [baseline, policy(allowAll)], WEB, DB, 80, 'allowed'],
    [
      'Pass leaves the tier',
      [clusterPolicy('a', { ingress: [rule('Pass')] }), clusterPolicy('b', { priority: 11, ingress: [rule('Deny')] })],
      WEB,
      DB,
      80,
      'allowed',
    ],
    ['a domain by its name', [to('api.example.org')], WEB, outside('192.0.2.1', 'api.example.org'), 443, 'allowed'],
    ['a domain below', [to('*.example.org')], WEB, outside('192.0.2.1', 'a.b.example.org'), 443, 'allowed'],
    ['a star is at least one label', [to('*.example.org')], WEB, outside('192.0.2.1', 'example.org'), 443, 'denied'],
    ['a trailing dot', [to('api.example.org.')], WEB, outside('192.0.2.1', 'api.example.org'), 443, 'allowed'],
    ['an address of which no name is known', [to('api.example.org')], WEB, outside('192.0.2.1'), 443, 'denied? domain-names'],
    [
      'an unknown peer of a rule that accepts matches nobody',
      [clusterPolicy('a', { ingress: [{ action: 'Accept', from: [{ galaxies: {} }] }, rule('Deny')] })],
      WEB,
      DB,
      80,
      'denied',
    ],
    [
      'an unknown peer of a rule that denies is everybody',
      [clusterPolicy('a', { ingress: [{ action: 'Deny', from: [{ galaxies: {} }] }] })],
      WEB,
      DB,
      80,
      'denied',
    ],
    [
      'an unknown peer of a rule that passes denies everybody',
      [clusterPolicy('a', { ingress: [{ action: 'Pass', from: [{ galaxies: {} }] }] })],
      WEB,
      DB,
      80,
      'denied',
    ],
    [
      'no rules for egress: egress is as it was',
      [clusterPolicy('a', { ingress: [rule('Deny')] })],
      WEB,
      outside('192.0.2.1'),
      80,
      'allowed',
    ],
  ])('%s', (_name, policies, source, destination, port, expected) => {
    expect(answer(policies, source, destination, port)).toBe(expected);
  });
});

describe('ends', () => {
  test.each<Row>([
    ['policies do not act on a pod of the host network', [denyIngress], WEB, HOST, 80, 'allowed? host-network'],
    ['nor do selectors reach it', [policy({ ingress: [{ from: [{ podSelector: {} }] }] })], HOST, WEB, 80, 'denied? host-network'],
    ['the node of a pod reaches it', [denyIngress], NODE, { ...WEB, node: 'n1' }, 80, 'allowed'],
    ['another node does not', [denyIngress], NODE, { ...WEB, node: 'n2' }, 80, 'denied'],
    ['a pod of the host network is its node', [denyIngress], HOST, { ...WEB, node: 'n1' }, 80, 'allowed'],
    ['a pod reaches itself', [denyIngress], WEB, WEB, 80, 'allowed'],
    ['another namespace is another', [policy({ ingress: [{ from: [{ podSelector: {} }] }] })], pod('gone/web'), WEB, 80, 'denied'],
    ['a policy of a namespace that holds no pods acts on nobody', [policy({}, 'p', 'gone')], WEB, DB, 80, 'allowed'],
    [
      'a pod of which nothing is known',
      [policy({ ingress: [{ from: [{ namespaceSelector: { matchLabels: { a: 'b' } } }] }] })],
      pod('x/x', { isUnknown: true }),
      WEB,
      80,
      'denied? labels-unknown',
    ],
    [
      'what takes every pod takes it too',
      [policy({ ingress: [{ from: [{ namespaceSelector: {} }] }] })],
      pod('x/x', { isUnknown: true }),
      WEB,
      80,
      'allowed',
    ],
  ])('%s', (_name, policies, source, destination, port, expected) => {
    expect(answer(policies, source, destination, port)).toBe(expected);
  });
});
