import type { Answer, namespaces, nodes, violations } from '@breakwater/api';
import { ago, CLUSTERS, DAY, LINES, ownerOf } from './shop.ts';

export type Namespace = Answer<typeof namespaces.endpoints.get>;
export type Violation = Answer<typeof violations.endpoints.get>;
export type Node = Answer<typeof nodes.endpoints.get>;

export const placeHandlers = {
  'namespaces.proposals': (): Answer<typeof namespaces.endpoints.proposals> => ({
    proposals: [
      {
        object: 'Namespace shop',
        text: 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n    pod-security.kubernetes.io/enforce: baseline\n',
        because: [
          'enforce: all of its workloads satisfy baseline; in the way of restricted, to be mended first:',
          'Deployment web breaks restricted on runAsNonRoot',
        ],
        exists: true,
      },
      { object: '', text: '', because: ['no LimitRange: every container says what it needs'], exists: false },
      {
        object: 'ResourceQuota breakwater-quota',
        text: 'apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: breakwater-quota\n  namespace: shop\n',
        because: ['what its workloads need (6), with a head-room of 50 %'],
        exists: false,
      },
    ],
    problems: ['Service shop/old: it selects no pod'],
  }),
};

export function buildNamespace(name: string, violations: readonly Violation[]): Namespace {
  const [production] = CLUSTERS;
  return {
    id: `n-${name}`,
    cluster: production.id,
    clusterName: production.name,
    name,
    labels: { 'kubernetes.io/metadata.name': name },
    owner: ownerOf(name),
    podSecurity: name === 'shop' ? { enforce: 'baseline', audit: '', warn: 'restricted' } : { enforce: '', audit: '', warn: '' },
    networkPolicies: name === 'shop' ? 12 : 0,
    workloads: LINES.filter(([, namespace]) => namespace === name).length,
    violations: countSeverities(violations.filter(({ namespace }) => namespace === name)),
    risk: Math.max(...LINES.filter(([, namespace]) => namespace === name).map(([, , , , , risk]) => risk)),
    policies:
      name === 'shop'
        ? [
            { kind: 'NetworkPolicy', name: 'default-deny', ingress: true, egress: true, everything: true, open: [] },
            { kind: 'NetworkPolicy', name: 'web', ingress: true, egress: false, everything: false, open: ['ingress'] },
          ]
        : [],
    isolation: { workloads: 6, ingress: name === 'shop' ? 6 : 0, egress: name === 'shop' ? 2 : 0 },
    quotas: name === 'shop' ? [{ name: 'shop', hard: { pods: '60', 'limits.memory': '64Gi' } }] : [],
    limitRanges:
      name === 'shop'
        ? [{ name: 'usual', limits: [{ type: 'Container', values: [{ name: 'defaultRequest', resource: 'cpu', value: '50m' }] }] }]
        : [],
    serviceAccounts: [
      { name: 'default', workloads: 4, permissions: [], known: true },
      { name: 'collector', workloads: 1, permissions: ['ClusterRole collector: get, list, watch pods'], known: false },
    ],
    bindings: name === 'shop' ? [{ name: 'developers', role: 'ClusterRole edit', subjects: ['Group developers'] }] : [],
  };
}

export function buildNode(index: number, violations: readonly Violation[]): Node {
  const [production] = CLUSTERS;
  return {
    id: `node-${index}`,
    cluster: production.id,
    clusterName: production.name,
    name: `worker-${index}`,
    roles: index === 1 ? ['control-plane'] : [],
    ready: index !== 3,
    kubeletVersion: 'v1.37.2',
    containerRuntime: 'containerd://2.3.1',
    osImage: 'Debian GNU/Linux 13',
    kernel: '6.12.48',
    architecture: 'amd64',
    pods: 14 + index,
    violations: index === 1 ? { medium: 1 } : {},
    createdAt: ago(90 * DAY),
    labels: { 'kubernetes.io/hostname': `worker-${index}` },
    schedulable: index !== 2,
    conditions: [
      { type: 'Ready', status: index === 3 ? 'Unknown' : 'True', reason: 'KubeletReady', good: index !== 3 },
      { type: 'MemoryPressure', status: 'False', reason: 'KubeletHasSufficientMemory', good: true },
      { type: 'DiskPressure', status: 'True', reason: 'KubeletHasDiskPressure', good: false },
    ],
    taints: index === 1 ? [{ key: 'node-role.kubernetes.io/control-plane', value: '', effect: 'NoSchedule' }] : [],
    addresses: [{ type: 'InternalIP', address: `10.0.3.${index}` }],
    capacity: { cpu: '16', memory: '65536000Ki', pods: '110' },
    allocatable: { cpu: '15500m', memory: '63000000Ki', pods: '110' },
    workloads: LINES.slice(0, 4).map(([kind, namespace, name, , , risk]) => ({
      workload: `w-${name}`,
      kind,
      namespace,
      name,
      pods: index,
      risk,
    })),
    partial: index === 1,
    images: LINES.slice(0, 4).map(([, , , reference], at) => ({ image: `i-${at}`, reference })),
    openViolations: index === 1 ? violations.slice(0, 2) : [],
  };
}

export function countSeverities(violations: readonly Violation[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { severity, state } of violations) if (state === 'open') counts[severity] = (counts[severity] ?? 0) + 1;
  return counts;
}
