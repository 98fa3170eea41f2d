import type { Raw } from '@breakwater/inventory';
import { describe, expect, test } from 'vitest';
import { buildCluster, buildDeployment, buildNamespace, buildPod, buildPolicy, buildService } from '../testing/build-cluster.ts';
import { findDns } from './dns.ts';

describe('workloads', () => {
  test('one for each template, with labels, named ports and network of its pods', () => {
    const { workloads } = buildCluster(
      buildDeployment('shop/web', {
        labels: { app: 'web' },
        ports: [{ name: 'http', containerPort: 8080 }, { name: 'dns', containerPort: 53, protocol: 'UDP' }, { containerPort: 'x' }],
      }),
      buildDeployment('kube-system/agent', { pod: { hostNetwork: true } }),
    );
    expect(workloads.map(({ name, pod }) => [name, pod])).toStrictEqual([
      [
        'kube-system/agent[Deployment]',
        { kind: 'pod', namespace: 'kube-system', name: 'agent', labels: { app: 'agent' }, addresses: [], ports: [], hostNetwork: true },
      ],
      [
        'shop/web[Deployment]',
        {
          kind: 'pod',
          namespace: 'shop',
          name: 'web',
          labels: { app: 'web' },
          addresses: [],
          ports: [
            { name: 'http', number: 8080, protocol: 'TCP' },
            { name: 'dns', number: 53, protocol: 'UDP' },
          ],
          hostNetwork: false,
        },
      ],
    ]);
  });

  test('bare pods have addresses of both families and a node', () => {
    const [found] = buildCluster(buildPod('shop/a', '10.0.0.1,fd00::1', { spec: { nodeName: 'n1' } })).workloads;
    expect([found?.name, found?.pod.node, found?.pod.addresses.map(({ family }) => family)]).toStrictEqual(['shop/a[Pod]', 'n1', [4, 6]]);
  });

  test.each<[string, Raw]>([
    ['a pod that has succeeded', buildPod('shop/a', '10.0.0.1', { status: { phase: 'Succeeded' } })],
    ['a pod that has failed', buildPod('shop/a', '10.0.0.1', { status: { phase: 'Failed' } })],
    [
      'a Job that is complete',
      { ...buildDeployment('shop/a'), apiVersion: 'batch/v1', kind: 'Job', status: { conditions: [{ type: 'Complete', status: 'True' }] } },
    ],
    [
      'a template that runs nothing',
      { apiVersion: 'v1', kind: 'PodTemplate', metadata: { name: 'a', namespace: 'shop' }, template: { spec: { containers: [] } } },
    ],
  ])('%s is left out', (_name, object) => {
    expect(buildCluster(object).workloads).toStrictEqual([]);
  });

  test('a pod of a workload of the set is not told twice', () => {
    const owned = buildPod('shop/web-1', '10.0.0.1');
    const metadata = { ...(owned['metadata'] as Raw), ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }] };
    expect(buildCluster(buildDeployment('shop/web'), { ...owned, metadata }).workloads.map(({ name }) => name)).toStrictEqual([
      'shop/web[Deployment]',
    ]);
  });
});

test('namespaces have their name as a label, whether they are in the set or only used', () => {
  const { world } = buildCluster(buildNamespace('shop', { team: 'a' }), buildDeployment('other/web'));
  expect([...world.namespaces]).toStrictEqual([
    ['other', { 'kubernetes.io/metadata.name': 'other' }],
    ['shop', { team: 'a', 'kubernetes.io/metadata.name': 'shop' }],
  ]);
});

test('nodes have labels and addresses', () => {
  const node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'n1', labels: { zone: 'a' } },
    status: {
      addresses: [
        { type: 'Hostname', address: 'n1' },
        { type: 'InternalIP', address: '192.0.2.1' },
      ],
    },
  };
  expect(buildCluster(node).world.nodes).toStrictEqual([
    { kind: 'node', name: 'n1', labels: { zone: 'a' }, addresses: [{ family: 4, bits: 0xc0000201n, length: 32 }] },
  ]);
});

describe('what is not known is told', () => {
  const byTeam = buildPolicy('shop/p', { podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'a' } } }] }] });
  test('labels of a namespace that is not in the set, when a policy asks for them', () => {
    expect(buildCluster(buildNamespace('shop'), buildDeployment('other/web'), byTeam).problems).toStrictEqual([
      {
        code: 'namespace-labels-unknown',
        message:
          'The set has no Namespace other, and policies select namespaces by their labels: only its name is known. Add the Namespace object.',
        source: 'Namespace other',
      },
    ]);
  });

  test('not when policies ask for its name alone', () => {
    const byName = buildPolicy('shop/p', {
      podSelector: {},
      ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'other' } } }] }],
    });
    expect(buildCluster(buildDeployment('other/web'), byName).problems).toStrictEqual([]);
  });

  test('policies of network plug-ins, and the pods that they take', () => {
    const cilium = {
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: { name: 'c', namespace: 'shop' },
      spec: { endpointSelector: { matchLabels: { app: 'web' } }, ingress: [{ fromEntities: ['cluster'] }] },
    };
    const { problems, world, workloads } = buildCluster(
      buildDeployment('shop/db'),
      buildDeployment('shop/web'),
      buildDeployment('other/web'),
      cilium,
    );
    expect(problems).toStrictEqual([
      {
        code: 'policy-unsupported',
        message:
          'Rules of cilium.io/v2 CiliumNetworkPolicy are not read: what they may decide is told as implementation-defined, with the verdict of the other policies beside it.',
        source: 'CiliumNetworkPolicy shop/c',
      },
    ]);
    expect(workloads.map(({ name, pod }) => [name, world.isTouched?.(pod, 'ingress')])).toStrictEqual([
      ['other/web[Deployment]', false],
      ['shop/db[Deployment]', false],
      ['shop/web[Deployment]', true],
    ]);
  });

  test('policies of Cilium that say what a NetworkPolicy can say are read', () => {
    const cilium = {
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: { name: 'c', namespace: 'shop' },
      spec: { endpointSelector: { matchLabels: { app: 'web' } }, ingress: [{}] },
    };
    const { problems, policies, world, workloads } = buildCluster(buildDeployment('shop/web'), cilium);
    expect([problems, policies.map(({ source }) => `${source.kind} ${source.namespace}/${source.name}`)]).toStrictEqual([
      [],
      ['CiliumNetworkPolicy shop/c'],
    ]);
    expect(workloads.map(({ pod }) => world.isTouched?.(pod, 'ingress'))).toStrictEqual([false]);
  });

  test('a mesh decides about its whole namespace', () => {
    const mesh = { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: 'm', namespace: 'shop' }, spec: {} };
    const { world, workloads } = buildCluster(buildDeployment('shop/web'), buildDeployment('other/web'), mesh);
    expect(workloads.map(({ pod }) => world.isTouched?.(pod, 'egress'))).toStrictEqual([false, true]);
  });
});

describe('DNS', () => {
  test('is that of kube-system with port 53 where the set holds none', () => {
    const { isKnown, ports, pods } = findDns(buildCluster());
    expect([isKnown, ports, pods.map(({ namespace, labels }) => [namespace, labels])]).toStrictEqual([
      false,
      [
        { protocol: 'UDP', port: 53 },
        { protocol: 'TCP', port: 53 },
      ],
      [['kube-system', { 'k8s-app': 'kube-dns' }]],
    ]);
  });

  test('listens on the target port of its Service', () => {
    const cluster = buildCluster(
      buildDeployment('dns/coredns', { ports: [{ name: 'dns', containerPort: 5353, protocol: 'UDP' }] }),
      buildService(
        'dns/coredns',
        { ports: [{ port: 53, protocol: 'UDP', targetPort: 'dns' }, { port: 9153 }] },
        { labels: { 'k8s-app': 'kube-dns' } },
      ),
    );
    const { isKnown, ports, pods } = findDns(cluster);
    expect([isKnown, ports, pods.map(({ name }) => name)]).toStrictEqual([true, [{ protocol: 'UDP', port: 5353 }], ['coredns']]);
  });
});

describe('a policy of Calico', () => {
  const policy = (kind: string, spec: Raw): Raw => ({
    apiVersion: 'crd.projectcalico.org/v1',
    kind,
    metadata: { name: 'p', ...(kind === 'NetworkPolicy' ? { namespace: 'shop' } : {}) },
    spec: { ingress: [{ action: 'Deny' }], ...spec },
  });
  test.each<[string, Raw, readonly string[]]>([
    ['whose selector is understood touches whom it takes', policy('NetworkPolicy', { selector: "app == 'web'" }), ['shop/web']],
    [
      'whose selector is not understood touches its whole namespace',
      policy('NetworkPolicy', { selector: 'app = web' }),
      ['shop/db', 'shop/web'],
    ],
    [
      'of the whole cluster with such a selector touches everybody',
      policy('GlobalNetworkPolicy', { selector: '§' }),
      ['bank/a', 'shop/db', 'shop/web'],
    ],
    [
      'whose selector of namespaces is not understood touches everybody',
      policy('GlobalNetworkPolicy', { namespaceSelector: 'team ==' }),
      ['bank/a', 'shop/db', 'shop/web'],
    ],
  ])('%s', (_, object, touched) => {
    const { workloads, world } = buildCluster(buildDeployment('shop/web'), buildDeployment('shop/db'), buildDeployment('bank/a'), object);
    const found = workloads.filter(({ pod }) => world.isTouched?.(pod, 'ingress')).map(({ pod }) => `${pod.namespace}/${pod.name}`);
    expect(found).toStrictEqual(touched);
  });
});
