import process from 'node:process';
import type { NodeFacts } from '@breakwater/model';
import { expect, it } from 'vitest';
import { checks } from './checks.generated.ts';
import { ClusterView } from './cluster-view.ts';
import { buildKubeadmNode, file, KUBELET_CONFIG, type NodeChange } from './testing/kubeadm-node.ts';

/** What a check says of a node that is odd, beside one on which nothing is. */
function judge(check: string, odd: NodeFacts): Readonly<Record<string, readonly string[]>> {
  const sound = { ...buildKubeadmNode(), node: 'sound' };
  const view = new ClusterView({ objects: [], facts: [odd, sound] });
  const findings = checks.find(({ id }) => id === check)?.decide(view) ?? [];
  const byNode = Map.groupBy(findings, ({ subject }) => subject.name);
  return Object.fromEntries([...byNode].map(([node, some]) => [node, some.map(({ state }) => state)]));
}

/** The process of a component with other arguments, and what runs beside it. */
function withArguments(name: string, ...vectors: readonly (readonly string[])[]): NodeFacts {
  const facts = buildKubeadmNode();
  const others = facts.processes.filter(process => process.name !== name);
  return { ...facts, processes: [...others, ...vectors.map(argv => ({ name, exe: `/usr/bin/${name}`, argv: [...argv], env: {} }))] };
}

const change = (one: NodeChange): NodeFacts => buildKubeadmNode(one);
const kubeletText = (content: string): NodeFacts => change({ files: [file('/var/lib/kubelet/config.yaml', { content })] });

it.each<[string, string, NodeFacts, readonly string[]]>([
  [
    'a file that could not be read',
    'api-server-manifest-mode',
    change({ files: [file('/etc/kubernetes/manifests/kube-apiserver.yaml', { type: 'unreadable' })] }),
    ['not-evaluated'],
  ],
  [
    'a configuration that could not be read',
    'kubelet-anonymous-auth',
    change({ files: [file('/var/lib/kubelet/config.yaml', { type: 'unreadable' })] }),
    ['not-evaluated'],
  ],
  ['half of a configuration', 'kubelet-anonymous-auth', kubeletText(KUBELET_CONFIG.slice(0, 120)), ['not-evaluated']],
  ['a configuration that is a list', 'kubelet-anonymous-auth', kubeletText('- a\n- b\n'), ['not-evaluated']],
  [
    'half of an audit policy',
    'audit-policy-incomplete',
    change({ files: [file('/etc/kubernetes/audit.yaml', { content: 'rules: [{ level: Meta' })] }),
    ['not-evaluated'],
  ],
  [
    'a flag that was given twice',
    'api-server-profiling',
    withArguments('kube-apiserver', ['kube-apiserver', '--profiling=true', '--profiling=false']),
    ['pass'],
  ],
  [
    'a flag and its value as two words',
    'api-server-profiling',
    withArguments('kube-apiserver', ['kube-apiserver', '--profiling', 'false']),
    ['pass'],
  ],
  [
    'both forms, the last one wrong',
    'api-server-profiling',
    withArguments('kube-apiserver', ['kube-apiserver', '--profiling', 'false', '--profiling=true']),
    ['fail'],
  ],
  [
    'two processes, one of them wrong',
    'api-server-profiling',
    withArguments('kube-apiserver', ['kube-apiserver', '--profiling=false'], ['kube-apiserver']),
    ['pass', 'fail'],
  ],
  ['a kubelet without a configuration file', 'kubelet-read-only-port', withArguments('kubelet', ['kubelet']), ['fail']],
  [
    'a kubelet whose file is gone',
    'kubelet-read-only-port',
    withArguments('kubelet', ['kubelet', '--config=/gone.yaml']),
    ['not-evaluated'],
  ],
  ['a clock that says nothing', 'certificate-expiring', change({ facts: { collectedAt: 'yesterday' } }), ['not-evaluated']],
  ['a clock of another decade', 'certificate-expiring', change({ facts: { collectedAt: '2006-01-01T00:00:00Z' } }), ['pass']],
  [
    'arguments that are nothing',
    'api-server-profiling',
    withArguments('kube-apiserver', ['kube-apiserver', '', '-', '--', '=x', '--=y', '---profiling=false']),
    ['fail'],
  ],
])('%s is told of that node only', (_, check, odd, states) => {
  expect(judge(check, odd)).toStrictEqual({ 'node-1': states, sound: ['pass'] });
});

it('tells a node of which nothing came as that, and the others by what they are', () => {
  const object = (name: string) => ({ kind: 'Node', metadata: { name, labels: { 'node-role.kubernetes.io/control-plane': '' } } });
  const view = new ClusterView({ objects: [object('node-1'), object('gone')], facts: [buildKubeadmNode()] });
  const findings = checks.find(({ id }) => id === 'admin-config-mode')?.decide(view) ?? [];
  expect(findings.map(({ subject, state, message }) => `${subject.name} ${state}: ${message.en}`)).toStrictEqual([
    'node-1 pass: 2 files: mode within 600',
    'gone not-evaluated: Administrator kubeconfigs: nobody collected facts on this node',
  ]);
});

it('comes to an end with facts that are far too many', () => {
  const many = Array.from({ length: 20_000 }, (_, index) => file(`/etc/kubernetes/pki/${index}/${'x'.repeat(50)}.key`, { mode: '644' }));
  const argv = ['kube-apiserver', ...Array.from({ length: 20_000 }, (_, index) => `--flag-${index}=${'y'.repeat(50)}`)];
  const facts = { ...withArguments('kube-apiserver', argv), files: many };
  const view = new ClusterView({ objects: [], facts: [facts] });
  const start = process.threadCpuUsage();
  const findings = checks.flatMap(check => check.decide(view));
  expect(Math.max(...findings.map(({ message }) => message.en.length))).toBeLessThan(2000);
  expect(process.threadCpuUsage(start).user / 1000).toBeLessThan(5000);
});
