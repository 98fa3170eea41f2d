import type { ControlResult, State } from '@breakwater/model';
import { expect, it } from 'vitest';
import { ClusterView } from './cluster-view.ts';
import {
  CLUSTER_KINDS,
  type ClusterKind,
  describeResponsibility,
  findClusterKind,
  listResponsibilityFrameworks,
} from './responsibility.ts';

const result = (framework: string, control: string, state: State): ControlResult => ({
  framework,
  control,
  title: '',
  group: '',
  level: '',
  state,
  reason: '',
  items: [],
});

const owners = (kind: ClusterKind): Readonly<Record<string, string>> =>
  Object.fromEntries(describeResponsibility(kind, []).map(({ area, owner }) => [area, owner]));

it.each<[ClusterKind, string, string, string]>([
  ['self-managed', 'control-plane', 'you', 'you'],
  ['eks', 'control-plane', 'provider', 'you'],
  ['gke', 'etcd', 'provider', 'you'],
  ['aks', 'hardware', 'provider', 'you'],
  ['openshift', 'control-plane', 'shared', 'you'],
])('on %s %s is answered for by %s, and images by %s', (kind, area, owner, images) => {
  expect([owners(kind)[area], owners(kind)['images']]).toStrictEqual([owner, images]);
});

it('leaves six areas to whoever runs workloads on every kind', () => {
  const yours = ['images', 'deployments', 'configuration', 'applications', 'segmentation', 'runtime'];
  for (const kind of CLUSTER_KINDS) expect(yours.map(area => owners(kind)[area])).toStrictEqual(yours.map(() => 'you'));
});

it('says where a share stands by the controls of the benchmark of that kind', () => {
  const results = [
    result('cis-1.12', '4.2.1', 'fail'),
    result('cis-eks-1.8.0', '3.2.1', 'pass'),
    result('cis-eks-1.8.0', '3.1.1', 'not-evaluated'),
  ];
  const find = (kind: ClusterKind) => describeResponsibility(kind, results).find(({ area }) => area === 'kubelet');
  expect(find('self-managed')).toMatchObject({ state: 'fail', controls: [{ control: '4.2.1' }] });
  expect(find('eks')).toMatchObject({ state: 'not-evaluated', controls: [{ control: '3.2.1' }, { control: '3.1.1' }] });
});

it('says nothing of how the share of the provider stands', () => {
  const results = [result('cis-1.12', '1.2.1', 'not-applicable')];
  expect(describeResponsibility('eks', results).find(({ area }) => area === 'control-plane')).toMatchObject({
    controls: [],
    state: undefined,
  });
});

it('takes a control by its whole number', () => {
  const results = [result('cis-1.12', '1.2.27', 'pass'), result('cis-1.12', '2.1', 'fail'), result('cis-1.12', '1.2.2', 'fail')];
  expect(describeResponsibility('self-managed', results).find(({ area }) => area === 'secrets')?.controls).toMatchObject([
    { control: '1.2.27' },
  ]);
});

it.each<[object, ClusterKind]>([
  [{ kind: 'Node', metadata: { name: 'n' }, status: { nodeInfo: { kubeletVersion: 'v1.34.1-eks-113cf36' } } }, 'eks'],
  [{ kind: 'Node', metadata: { name: 'n', labels: { 'node.openshift.io/os_id': 'rhcos' } } }, 'openshift'],
  [{ kind: 'Node', metadata: { name: 'n' }, status: { nodeInfo: { kubeletVersion: 'v1.34.1+k3s1' } } }, 'self-managed'],
])('%j makes it %s', (node, kind) => {
  const view = new ClusterView({ objects: [node as Readonly<Record<string, unknown>>], facts: [] });
  expect(findClusterKind(view)).toBe(kind);
  expect(listResponsibilityFrameworks(kind)).toContain(kind === 'eks' ? 'cis-eks-1.8.0' : 'cis-1.12');
});
