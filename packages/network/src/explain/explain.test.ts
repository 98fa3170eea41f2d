import { parseIpRange, type Raw } from '@breakwater/inventory';
import { describe, expect, test } from 'vitest';
import { sortTiers } from '../evaluate/side.ts';
import { buildCluster, buildClusterPolicy, buildDeployment, buildPolicy } from '../testing/build-cluster.ts';
import { explain } from './explain.ts';

const SET = ['shop/db', 'shop/host', 'shop/web'].map(place =>
  buildDeployment(place, place === 'shop/host' ? { pod: { hostNetwork: true } } : {}),
);
const deny = buildPolicy('shop/deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
const open = buildPolicy('shop/open', {
  podSelector: { matchLabels: { app: 'db' } },
  ingress: [
    { from: [{ podSelector: { matchLabels: { app: 'x' } } }] },
    { from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: [{ port: 80 }] },
  ],
});
const tiered = (name: string, tier: string, priority: number, ...rules: readonly Raw[]): Raw =>
  buildClusterPolicy(name, {
    tier,
    priority,
    subject: { namespaces: {} },
    ingress: rules.map(rule => ({ from: [{ namespaces: {} }], ...rule })),
  });

function ask(policies: readonly Raw[], from: string, to: string, port = 80) {
  const { workloads, world, policies: read } = buildCluster(...SET, ...policies);
  const find = (name: string) =>
    workloads.find(({ pod }) => pod.name === name)?.pod ?? { kind: 'outside' as const, range: parseIpRange(name) as never };
  return explain({ world, tiers: sortTiers(read) }, find(from), find(to), { protocol: 'TCP', port });
}

const lines = (...question: Parameters<typeof ask>): readonly (string | undefined)[] => {
  const { egress, ingress } = ask(...question);
  return [egress?.because, ingress?.because];
};

const NOTHING = 'no policy decides, and what no policy denies is allowed';

describe('one line for each side', () => {
  test.each<[string, Parameters<typeof ask>, readonly (string | undefined)[]]>([
    ['no policies', [[], 'web', 'db'], [NOTHING, NOTHING]],
    ['an end without policies', [[], 'web', '192.0.2.1'], [NOTHING, undefined]],
    ['itself', [[deny], 'web', 'web'], ['a pod always reaches itself', 'a pod always reaches itself']],
    ['the host network', [[deny], 'host', 'host'], ['a pod always reaches itself', 'a pod always reaches itself']],
    [
      'isolated without a rule',
      [[deny], 'web', 'host'],
      [
        'NetworkPolicies: denied, since NetworkPolicy shop/deny isolates the pod and has no rule',
        'the pod uses the network of its node, where policies do not apply',
      ],
    ],
    ['allowed by a rule', [[open], 'web', 'db'], [NOTHING, 'NetworkPolicies: allowed by NetworkPolicy shop/open ingress[1]']],
    [
      'another port',
      [[open], 'web', 'db', 81],
      [NOTHING, 'NetworkPolicies: denied, since NetworkPolicy shop/open isolates the pod and has no rule with this port for this peer'],
    ],
    [
      'another peer',
      [[deny, open], 'host', 'db'],
      [
        'the pod uses the network of its node, where policies do not apply',
        'NetworkPolicies: denied, since NetworkPolicy shop/deny, NetworkPolicy shop/open isolate the pod and have no rule for this peer',
      ],
    ],
    [
      'the Admin tier decides',
      [[tiered('a', 'Admin', 1, { action: 'Deny', name: 'no' }), open], 'web', 'db'],
      [NOTHING, "Admin tier: denied by ClusterNetworkPolicy a ingress[0] 'no'"],
    ],
    [
      'passed on to NetworkPolicies',
      [[tiered('a', 'Admin', 1, { action: 'Pass' }), open], 'web', 'db'],
      [
        NOTHING,
        'Admin tier: passed on by ClusterNetworkPolicy a ingress[0]; NetworkPolicies: allowed by NetworkPolicy shop/open ingress[1]',
      ],
    ],
    [
      'down to the Baseline tier',
      [
        [tiered('a', 'Admin', 1, { action: 'Deny', protocols: [{ udp: {} }] }), tiered('b', 'Baseline', 1, { action: 'Deny' })],
        'web',
        'db',
      ],
      [NOTHING, 'Admin tier: no rule of ClusterNetworkPolicy a matches; Baseline tier: denied by ClusterNetworkPolicy b ingress[0]'],
    ],
  ])('%s', (_name, question, expected) => {
    expect(lines(...question)).toStrictEqual(expected);
  });
});

test('the chain tells of every policy that selects the pod, and why each rule did not decide', () => {
  const policies = [
    tiered('a', 'Admin', 1, { action: 'Deny', protocols: [{ udp: {} }] }, { action: 'Pass' }),
    tiered('late', 'Admin', 2, { action: 'Deny' }),
    open,
    tiered('base', 'Baseline', 1, { action: 'Deny' }),
  ];
  const source = (name: string) => ({ apiVersion: 'policy.networking.k8s.io/v1alpha2', kind: 'ClusterNetworkPolicy', namespace: '', name });
  expect(ask(policies, 'web', 'db').ingress).toStrictEqual({
    allowed: true,
    decidedBy: 'NetworkPolicy',
    because: 'Admin tier: passed on by ClusterNetworkPolicy a ingress[1]; NetworkPolicies: allowed by NetworkPolicy shop/open ingress[1]',
    chain: [
      {
        tier: 'Admin',
        source: source('a'),
        isolates: false,
        rules: [
          { rule: 0, action: 'Deny', outcome: 'other-port' },
          { rule: 1, action: 'Pass', outcome: 'decides' },
        ],
      },
      { tier: 'Admin', source: source('late'), isolates: false, rules: [{ rule: 0, action: 'Deny', outcome: 'not-asked' }] },
      {
        tier: 'NetworkPolicy',
        source: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace: 'shop', name: 'open' },
        isolates: true,
        rules: [
          { rule: 0, action: 'Allow', outcome: 'other-peer' },
          { rule: 1, action: 'Allow', outcome: 'decides' },
        ],
      },
      { tier: 'Baseline', source: source('base'), isolates: false, rules: [{ rule: 0, action: 'Deny', outcome: 'not-asked' }] },
    ],
  });
});
