import type { Raw } from '@breakwater/inventory';
import { describe, expect, test } from 'vitest';
import type { Policy } from './normal-form.ts';
import { readCiliumPolicy } from './read-cilium-policy.ts';

const SOURCE = { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', namespace: 'shop', name: 'c' };
const read = (spec: Raw): Policy | undefined => readCiliumPolicy({ spec: { endpointSelector: {}, ...spec } }, SOURCE);
const pods = (...requirements: readonly Raw[]) => ({
  requirements,
  key: requirements.map(({ key, operator, values }) => JSON.stringify([key, operator, values])).join(),
});
const is = (key: string, value: string) => ({ key, operator: 'In', values: [value] });
const ports = (...entries: readonly Raw[]) => ({ ingress: [{ toPorts: [{ ports: entries }] }] });
const from = (...peers: readonly unknown[]) => ({ ingress: [{ fromEndpoints: peers }] });

describe('reads', () => {
  test('whole policies', () => {
    const spec = {
      endpointSelector: { matchLabels: { 'k8s:app': 'web' } },
      ingress: [{}, { fromEndpoints: [{}], toPorts: [{ ports: [{ port: '80', protocol: 'TCP' }] }] }],
    };
    expect(read(spec)).toStrictEqual({
      source: SOURCE,
      tier: 'NetworkPolicy',
      priority: 0,
      subject: { namespace: 'shop', pods: pods(is('app', 'web')) },
      ingress: [
        {
          index: 1,
          action: 'Allow',
          peers: [{ kind: 'pods', selection: { namespace: 'shop', pods: pods() } }],
          ports: [{ kind: 'range', protocol: 'TCP', from: 80, to: 80 }],
        },
      ],
      egress: undefined,
    });
  });

  test.each<[string, Raw, unknown]>([
    ['a rule without fields allows nothing', { ingress: [{}] }, []],
    ['a list without rules does not isolate', { ingress: [] }, undefined],
    ['no list does not isolate', {}, undefined],
  ])('%s', (_, spec, ingress) => {
    expect(read(spec)?.ingress).toStrictEqual(ingress);
  });

  test.each<[string, Raw, Raw]>([
    ['its own namespace', {}, { namespace: 'shop', pods: pods() }],
    [
      'another namespace',
      { matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'pay', app: 'db' } },
      { namespaces: pods(is('kubernetes.io/metadata.name', 'pay')), pods: pods(is('app', 'db')) },
    ],
    [
      'every namespace',
      { matchExpressions: [{ key: 'io.kubernetes.pod.namespace', operator: 'Exists' }] },
      { namespaces: pods({ key: 'kubernetes.io/metadata.name', operator: 'Exists', values: [] }), pods: pods() },
    ],
  ])('peers of %s', (_, peer, selection) => {
    expect(read(from(peer))?.ingress?.[0]?.peers).toStrictEqual([{ kind: 'pods', selection }]);
  });

  test.each<[string, Raw, unknown]>([
    ['one', { port: '53', protocol: 'UDP' }, [{ kind: 'range', protocol: 'UDP', from: 53, to: 53 }]],
    ['a range', { port: '80', endPort: 90, protocol: 'TCP' }, [{ kind: 'range', protocol: 'TCP', from: 80, to: 90 }]],
    ['a name', { port: 'web', protocol: 'TCP' }, [{ kind: 'named', protocol: 'TCP', name: 'web' }]],
    ['of any protocol', { port: '7' }, ['TCP', 'UDP', 'SCTP'].map(protocol => ({ kind: 'range', protocol, from: 7, to: 7 }))],
  ])('ports: %s', (_, port, expected) => {
    const rule = read(ports(port))?.ingress?.[0];
    expect([rule?.peers, rule?.ports]).toStrictEqual([undefined, expected]);
  });
});

test.each<[string, Raw]>([
  ['rules of layer 7', { egress: [{ toPorts: [{ ports: [{ port: '53' }], rules: { dns: [{ matchPattern: '*' }] } }] }] }],
  ['entities', { ingress: [{ fromEntities: ['world'] }] }],
  ['ranges, which never cover pods there', { ingress: [{ fromCIDR: ['10.0.0.0/8'] }] }],
  ['names', { egress: [{ toFQDNs: [{ matchName: 'example.org' }] }] }],
  ['Services', { egress: [{ toServices: [{}] }] }],
  ['authentication', { ingress: [{ fromEndpoints: [{}], authentication: { mode: 'required' } }] }],
  ['denials', { ingressDeny: [{}] }],
  ['isolation that is switched off', { enableDefaultDeny: { ingress: false } }],
  ['nodes', { endpointSelector: undefined, nodeSelector: {} }],
  ['a subject of another namespace', { endpointSelector: { matchLabels: { 'io.kubernetes.pod.namespace': 'pay' } } }],
  ['labels of namespaces', from({ matchLabels: { 'k8s:io.cilium.k8s.namespace.labels.team': 'a' } })],
  ['accounts', from({ matchLabels: { 'io.cilium.k8s.policy.serviceaccount': 'a' } })],
  ['reserved labels', from({ matchLabels: { 'reserved:host': '' } })],
  ['labels that Cilium leaves out', from({ matchLabels: { 'pod-template-hash': '1' } })],
  ['no peers', from()],
  ['peers that are no maps', from('web')],
  ['a list that is none', { ingress: {} }],
  ['a port of 0', ports({ port: '0' })],
  ['a port that is a number', ports({ port: 80 })],
  ['a range that ends before it begins', ports({ port: '90', endPort: 80 })],
  ['ICMP', ports({ port: '80', protocol: 'ICMP' })],
  ['an unknown operator', from({ matchExpressions: [{ key: 'app', operator: 'Is', values: ['web'] }] })],
  ['values that are missing', from({ matchExpressions: [{ key: 'app', operator: 'In' }] })],
])('leaves policies unread that hold %s', (_, spec) => {
  expect(read(spec)).toBeUndefined();
});

test('leaves policies of several parts unread', () => {
  expect(readCiliumPolicy({ specs: [{ endpointSelector: {} }] }, SOURCE)).toBeUndefined();
});
