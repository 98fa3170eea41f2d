import type { NodeFacts } from '@breakwater/model';
import { expect, it } from 'vitest';
import { checks } from '../checks.generated.ts';
import { ClusterView } from '../cluster-view.ts';
import { buildKubeadmNode, file, KUBELET_CONFIG } from '../testing/kubeadm-node.ts';

const toConfigMap = (content: string) => ({
  kind: 'ConfigMap',
  metadata: { namespace: 'kube-system', name: 'kubelet-config' },
  data: { kubelet: content },
});
const toNode = (name: string) => ({ kind: 'Node', metadata: { name }, status: { nodeInfo: { kubeletVersion: 'v1.34.1' } } });
const GIVEN = toConfigMap(
  'authentication: { anonymous: { enabled: true } }\nauthorization: { mode: Webhook }\nstreamingConnectionIdleTimeout: 0s\n',
);

function find(id: string, objects: readonly Readonly<Record<string, unknown>>[], facts: readonly NodeFacts[] = []) {
  const findings = checks.find(check => check.id === id)?.decide(new ClusterView({ objects, facts })) ?? [];
  return findings.map(({ subject, state, evidence: [one] }) => `${subject.kind} ${subject.name} ${state} ${one?.source} ${one?.value}`);
}

const FROM = 'ConfigMap kube-system/kubelet-config';

it.each([
  ['what it says', 'kubelet-anonymous-auth', `ConfigMap kubelet-config fail ${FROM} true`],
  ['what it says', 'kubelet-always-allow', `ConfigMap kubelet-config pass ${FROM} Webhook`],
  ['what holds where it says nothing', 'kubelet-pod-pids-unlimited', 'ConfigMap kubelet-config fail default -1'],
  ['a time that kubeadm left alone', 'kubelet-streaming-timeout-off', 'ConfigMap kubelet-config pass default 4h0m0s'],
  ['nothing of flags', 'kubelet-hostname-override', 'ConfigMap kubelet-config not-evaluated process null'],
  ['nothing of single nodes', 'kubelet-static-pods-on-worker', `ConfigMap kubelet-config not-evaluated ${FROM} null`],
])('of kubelets that nobody saw, the ConfigMap of kubeadm decides %s: %s', (_, id, wanted) => {
  expect(find(id, [GIVEN, toNode('worker-1')])).toStrictEqual([wanted]);
});

it('tells that a node may have another configuration, and how all of them get it', () => {
  const [finding] =
    checks.find(({ id }) => id === 'kubelet-anonymous-auth')?.decide(new ClusterView({ objects: [GIVEN], facts: [] })) ?? [];
  expect([finding?.message.en, finding?.remediation?.en]).toStrictEqual([
    'kubelet: .authentication.anonymous.enabled is true (wanted: false), as kubeadm gives it to nodes; what a node sets for itself is seen by breakwater node collect',
    `in ${FROM} set authentication.anonymous.enabled: false, then on each node kubeadm upgrade node phase kubelet-config && systemctl restart kubelet`,
  ]);
});

it('is not asked where every kubelet was seen, and tells of the others where one was not', () => {
  const facts = [buildKubeadmNode()];
  const seen = facts.map(({ node }) => `Node ${node} pass /var/lib/kubelet/config.yaml false`);
  expect(find('kubelet-anonymous-auth', [GIVEN], facts)).toStrictEqual(seen);
  expect(find('kubelet-anonymous-auth', [GIVEN, toNode('worker-1')], facts)).toStrictEqual([
    ...seen,
    `ConfigMap kubelet-config fail ${FROM} true`,
  ]);
});

it('reads no ConfigMap of that name where a provider makes the nodes, nor one that is no YAML', () => {
  const eks = { ...toNode('a'), spec: { providerID: 'aws:///eu-1/i-1' }, status: { nodeInfo: { kubeletVersion: 'v1.34.1-eks-1' } } };
  expect(find('kubelet-anonymous-auth', [GIVEN, eks])).toStrictEqual(['Cluster cluster not-evaluated undefined undefined']);
  expect(find('kubelet-anonymous-auth', [toConfigMap('a: [')])).toStrictEqual(['Cluster cluster not-evaluated undefined undefined']);
});

it('a time of zero in the file of a node is none that was set, as kubeadm writes it', () => {
  const content = KUBELET_CONFIG.replace('5m0s', '0s');
  const facts = [buildKubeadmNode({ files: [file('/var/lib/kubelet/config.yaml', { content })] })];
  expect(find('kubelet-streaming-timeout-off', [], facts)).toStrictEqual([`Node ${facts[0]?.node} pass default 4h0m0s`]);
});
