import { describe, expect, it } from 'vitest';
import { ClusterView } from '../cluster-view.ts';
import { buildKubeadmNode } from '../testing/kubeadm-node.ts';
import { checks as kubeletChecks } from './kubelet.ts';
import { checks } from './left-overs.ts';

const NOW = '2026-12-02T00:00:00Z';
const pod = (name: string, startTime?: string) => ({ kind: 'Pod', metadata: { name, namespace: 'shop' }, status: { startTime } });
const node = (...names: readonly string[]) => ({ kind: 'Node', metadata: { name: 'node-1' }, status: { images: [{ names }] } });

const say = (id: string, objects: readonly Record<string, unknown>[], now: string | undefined = NOW) =>
  (checks.find(check => check.id === id)?.decide(new ClusterView({ objects, facts: [], now })) ?? []).map(
    ({ state, message }) => `${state} ${message.en}`,
  );

describe('pods-run-too-long', () => {
  it.each([
    [[pod('a', '2026-12-01T01:00:00Z')], ['pass no pod runs for more than 24 hours']],
    [
      [pod('a', '2026-11-30T00:00:00Z'), pod('b', '2026-12-01T23:00:00Z')],
      ['review 1 pods run for more than 24 hours; say whether they need high protection'],
    ],
    [[pod('a')], ['not-evaluated no pod says when it was started']],
  ])('%#', (objects, wanted) => {
    expect(say('pods-run-too-long', objects)).toStrictEqual(wanted);
  });

  it('says nothing without a clock', () => {
    const view = new ClusterView({ objects: [pod('a', '2026-12-01T01:00:00Z')], facts: [] });
    expect(checks[0]?.decide(view).map(({ state }) => state)).toStrictEqual(['not-evaluated']);
  });
});

describe('system-images-old', () => {
  it.each([
    [['registry.k8s.io/etcd:3.6.4-0', 'registry.k8s.io/kube-proxy:v1.34.1'], ['pass one version of each component']],
    [['registry.k8s.io/kube-proxy:v1.33.1', 'registry.k8s.io/kube-proxy:v1.34.1'], ['fail several versions are left of kube-proxy']],
    [['example/app:1', 'example/app:2'], ['not-evaluated no node says which images of components it holds']],
  ])('%#', (names, wanted) => {
    expect(say('system-images-old', [node(...names)])).toStrictEqual(wanted);
  });
});

describe('kubelet-static-pods-on-worker', () => {
  const check = kubeletChecks.find(({ id }) => id === 'kubelet-static-pods-on-worker');
  const worker = (content: string) => {
    const { processes, files, ...facts } = buildKubeadmNode();
    const config = { ...files[0], path: '/var/lib/kubelet/config.yaml', content } as (typeof files)[number];
    return { ...facts, processes: processes.filter(({ name }) => name === 'kubelet'), files: [config] };
  };

  it.each([
    ['kind: KubeletConfiguration\n', 'pass'],
    ['kind: KubeletConfiguration\nstaticPodPath: /etc/kubernetes/manifests\n', 'fail'],
  ])('%j is %s on a worker', (content, state) => {
    const view = new ClusterView({ objects: [], facts: [worker(content)] });
    expect(check?.decide(view).map(finding => finding.state)).toStrictEqual([state]);
  });

  it('is no matter where the control plane runs that way', () => {
    const view = new ClusterView({ objects: [], facts: [buildKubeadmNode()] });
    expect(check?.decide(view).map(finding => finding.state)).toStrictEqual(['not-applicable']);
  });
});
