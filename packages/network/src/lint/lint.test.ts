import type { Raw } from '@breakwater/inventory';
import { describe, expect, test } from 'vitest';
import { buildCluster, buildClusterPolicy, buildDeployment, buildPod, buildPolicy, buildService } from '../testing/build-cluster.ts';
import { LINT_CHECKS, lintCluster } from './lint.ts';

const WEB = buildDeployment('shop/web', { ports: [{ name: 'http', containerPort: 8080 }] });
const DB = buildDeployment('shop/db');
const all = { podSelector: {}, policyTypes: ['Ingress', 'Egress'] };
const DENY = buildPolicy('shop/deny', all);
const DNS = {
  to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }],
  ports: [{ port: 53, protocol: 'UDP' }],
};
const admin = (name: string, priority: number, ...actions: readonly string[]): Raw =>
  buildClusterPolicy(name, {
    tier: 'Admin',
    priority,
    subject: { namespaces: {} },
    ingress: actions.map(action => ({ action, from: [{ namespaces: {} }] })),
  });
const webhook = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name: 'v' },
  webhooks: [{ clientConfig: { service: { namespace: 'shop', name: 'web' } } }],
};
const bridge = (...to: readonly string[]): Raw[] =>
  ['a', 'b', 'c'].flatMap(namespace => [
    buildDeployment(`${namespace}/x`),
    buildPolicy(`${namespace}/p`, {
      ...all,
      ingress: [{ from: [{ namespaceSelector: {} }] }],
      egress: to.includes(namespace)
        ? [{ to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace === 'a' ? 'b' : 'c' } } }] }]
        : [],
    }),
  ]);

/** Subjects of one check's findings, with the field and the message. */
const find = (check: string, ...objects: readonly Raw[]): readonly string[] =>
  lintCluster(buildCluster(...objects))
    .filter(result => result.check === check)
    .map(({ subject, path, message }) => `${subject}${path === '' ? '' : ` ${path}`}: ${message}`);

const TABLE: readonly [string, readonly Raw[], readonly string[]][] = [
  [
    'namespace-missing',
    [{ ...DENY, metadata: { name: 'deny' } }],
    ['NetworkPolicy default/deny metadata: names no namespace: it acts in whichever it is applied to'],
  ],
  ['namespace-missing', [DENY], []],
  [
    'protocol-missing',
    [buildPolicy('shop/p', { ...all, ingress: [{ ports: [{ port: 80, protocol: 'TCP' }, { port: 81 }] }] })],
    ['NetworkPolicy shop/p spec.ingress.0.ports.1: names no protocol, so it means TCP alone'],
  ],
  [
    'policy-types-missing',
    [buildPolicy('shop/p', { podSelector: {} })],
    ['NetworkPolicy shop/p spec: names no policyTypes: it isolates ingress alone'],
  ],
  [
    'policy-types-missing',
    [buildPolicy('shop/p', { podSelector: {}, egress: [{}] })],
    ['NetworkPolicy shop/p spec: names no policyTypes: it isolates both directions, since it has rules for egress'],
  ],
  ['policy-types-missing', [DENY], []],
  [
    'ingress-rules-dead',
    [buildPolicy('shop/p', { podSelector: {}, policyTypes: ['Egress'], ingress: [{}] })],
    ['NetworkPolicy shop/p spec.ingress: policyTypes does not list Ingress, so these rules do nothing'],
  ],
  ['ingress-rules-dead', [buildPolicy('shop/p', { podSelector: {}, ingress: [{}] })], []],
  [
    'egress-rules-dead',
    [buildPolicy('shop/p', { podSelector: {}, policyTypes: ['Ingress'], egress: [{}] })],
    ['NetworkPolicy shop/p spec.egress: policyTypes does not list Egress, so these rules do nothing'],
  ],
  [
    'name-duplicate',
    [DENY, DENY],
    ['NetworkPolicy shop/deny metadata.name: another object of the set has this name: the last one applied is the only one'],
  ],
  ['name-duplicate', [DENY, buildPolicy('other/deny', all)], []],
  [
    'policy-invalid',
    [buildPolicy('shop/p', { podSelector: {}, ingress: [{ ports: [{ port: 9, endPort: 8 }] }] })],
    [
      'NetworkPolicy shop/p: spec.ingress[0].ports[0].endPort: is a number from port to 65535; the API server refuses it, so the policy is left out',
    ],
  ],
  [
    'named-port-on-addresses',
    [buildPolicy('shop/p', { ...all, egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 'http' }] }] })],
    ['NetworkPolicy shop/p spec.egress.0.ports.0: addresses have no port named http, so it matches nothing'],
  ],
  [
    'named-port-on-addresses',
    [buildPolicy('shop/p', { ...all, ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 'http' }] }] })],
    [],
  ],
  [
    'policy-selects-nothing',
    [WEB, buildPolicy('shop/p', { podSelector: { matchLabels: { app: 'x' } } })],
    ['NetworkPolicy shop/p spec: it selects no workload of the set: namespace shop/pod {app=x}'],
  ],
  ['policy-selects-nothing', [DENY], ['NetworkPolicy shop/deny spec: the namespace has no workload: namespace shop/any pod']],
  ['policy-selects-nothing', [WEB, DENY], []],
  [
    'peer-selects-nothing',
    [WEB, buildPolicy('shop/p', { podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { app: 'x' } } }] }] })],
    ['NetworkPolicy shop/p spec.ingress.0.from.0: no workload of the set is this peer: namespace shop/pod {app=x}'],
  ],
  ['peer-selects-nothing', [WEB, buildPolicy('shop/p', { podSelector: {}, egress: [DNS] })], []],
  ['namespace-without-policy', [WEB], ['Namespace shop: no policy limits any of its workloads']],
  ['namespace-without-policy', [WEB, DENY], []],
  [
    'workload-not-isolated-ingress',
    [WEB, buildPolicy('shop/p', { podSelector: {}, policyTypes: ['Egress'] })],
    ['shop/web[Deployment]: no policy limits its ingress'],
  ],
  [
    'workload-not-isolated-egress',
    [WEB, buildPolicy('shop/p', { podSelector: {} })],
    ['shop/web[Deployment]: no policy limits its egress'],
  ],
  [
    'ip-block-covers-pods',
    [
      buildPod('shop/a', '10.0.0.1'),
      buildService('shop/a', { clusterIP: '10.96.0.1' }),
      buildPolicy('shop/p', { ...all, egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] }),
    ],
    ['NetworkPolicy shop/p spec.egress.0.to.0: covers addresses of pods and Services: whether it means them is up to the network plug-in'],
  ],
  [
    'ip-block-covers-pods',
    [
      buildPod('shop/a', '10.0.0.1'),
      buildPolicy('shop/p', { ...all, egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/16'] } }] }] }),
    ],
    [],
  ],
  [
    'policy-on-host-network',
    [buildDeployment('shop/web', { pod: { hostNetwork: true } }), DENY],
    ['NetworkPolicy shop/deny spec: selects shop/web[Deployment], which uses the network of its node: there it is not enforced'],
  ],
  ['all-ingress-blocked', [WEB, DENY], ['shop/web[Deployment]: nothing is allowed as its ingress']],
  ['all-egress-blocked', [WEB, DENY], ['shop/web[Deployment]: nothing is allowed as its egress']],
  ['all-egress-blocked', [WEB, DENY, buildPolicy('shop/p', { ...all, egress: [DNS] })], []],
  [
    'all-ingress-allowed',
    [WEB, buildPolicy('shop/p', { ...all, ingress: [{}] })],
    ['shop/web[Deployment]: it is selected by policies, and still everything is allowed as its ingress'],
  ],
  ['all-ingress-allowed', [WEB, buildPolicy('shop/p', { ...all, ingress: [{ from: [{ namespaceSelector: {} }] }] })], []],
  [
    'all-egress-allowed',
    [
      WEB,
      buildPolicy('shop/p', {
        ...all,
        egress: [{ to: [{ namespaceSelector: {} }] }, { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }] }],
      }),
    ],
    ['shop/web[Deployment]: it is selected by policies, and still everything is allowed as its egress'],
  ],
  [
    'dns-blocked-tcp',
    [WEB, buildPolicy('shop/p', { ...all, egress: [DNS] })],
    ['shop/web[Deployment]: may not ask the DNS of the cluster (k8s-app=kube-dns in kube-system) for names over TCP'],
  ],
  ['dns-blocked-udp', [WEB, buildPolicy('shop/p', { ...all, egress: [DNS] })], []],
  [
    'dns-blocked-udp',
    [WEB, DENY],
    ['shop/web[Deployment]: may not ask the DNS of the cluster (k8s-app=kube-dns in kube-system) for names over UDP'],
  ],
  ['dns-blocked-udp', [WEB], []],
  [
    'egress-to-everywhere',
    [
      buildPolicy('shop/p', {
        ...all,
        egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/1' } }, { ipBlock: { cidr: '128.0.0.0/1', except: ['192.168.0.0/16'] } }] }],
      }),
    ],
    ['NetworkPolicy shop/p spec.egress: its ranges together are 0.0.0.0/0, also where parts of it are taken out'],
  ],
  ['egress-to-everywhere', [buildPolicy('shop/p', { ...all, egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/1' } }] }] })], []],
  [
    'metadata-service-reachable',
    [WEB],
    ['shop/web[Deployment]: may ask the metadata service of a cloud at 169.254.169.254 and fd00:ec2::254'],
  ],
  [
    'metadata-service-reachable',
    [WEB, buildPolicy('shop/p', { ...all, egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } }] }] })],
    [],
  ],
  ['cross-namespace-bridge', bridge('a', 'b'), ['b/x[Deployment]: leads where there is no direct way: a → c']],
  ['cross-namespace-bridge', bridge('a'), []],
  [
    'webhook-blocked',
    [WEB, buildService('shop/web', { ports: [{ port: 443 }] }), webhook, DENY],
    [
      'shop/web[Deployment]: serves ValidatingWebhookConfiguration v, and no address outside of the cluster may reach it: the API server does not come from a pod',
    ],
  ],
  ['webhook-blocked', [WEB, buildService('shop/web', { ports: [{ port: 443 }] }), webhook], []],
  [
    'enforcement-unknown',
    [WEB, DENY],
    ['cluster: no network plug-in that is known to enforce policies is in the set: whether they do anything could not be told'],
  ],
  ['enforcement-unknown', [WEB, DENY, buildDeployment('kube-system/calico-node', { pod: { hostNetwork: true } })], []],
  [
    'equal-priority',
    [WEB, DB, admin('a', 1, 'Deny'), admin('b', 1, 'Accept')],
    ['a', 'b'].map(
      (name, index) =>
        `ClusterNetworkPolicy ${name} spec.priority: shares priority 1 of tier Admin with ClusterNetworkPolicy ${index === 0 ? 'b' : 'a'}, and which of them counts is left open`,
    ),
  ],
  ['equal-priority', [WEB, DB, admin('a', 1, 'Deny'), admin('b', 1, 'Deny')], []],
  [
    'rule-changes-nothing',
    [WEB, DB, admin('a', 1, 'Deny', 'Accept')],
    ['ClusterNetworkPolicy a spec.ingress.1: this rule is never the one that decides: earlier ones do'],
  ],
  [
    'rule-changes-nothing',
    [WEB, DB, buildPolicy('shop/p', { ...all, ingress: [{}, { ports: [{ port: 80 }] }] })],
    ['NetworkPolicy shop/p spec.ingress.1: without this rule everything would be as it is: others allow the same'],
  ],
  [
    'rule-changes-nothing',
    [WEB, DB, buildPolicy('shop/p', { ...all, ingress: [{ ports: [{ port: 81 }] }, { ports: [{ port: 80 }] }] })],
    [],
  ],
  [
    'policy-changes-nothing',
    [WEB, buildPolicy('shop/p', { ...all, ingress: [{}], egress: [{}] })],
    ['NetworkPolicy shop/p spec: without this policy everything would be as it is'],
  ],
  ['policy-changes-nothing', [WEB, DENY, buildPolicy('shop/q', all)], []],
];

describe('checks', () => {
  test.each(TABLE)('%s of case %#', (check, objects, expected) => {
    expect(find(check, ...objects)).toStrictEqual(expected);
  });

  test('each has a case that finds something', () => {
    const found = new Set(TABLE.filter(([, , expected]) => expected.length > 0).map(([check]) => check));
    expect(LINT_CHECKS.map(({ id }) => id).filter(id => !found.has(id))).toStrictEqual([]);
  });
});
