import { describe, expect, test } from 'vitest';
import type { Raw } from '../raw.ts';
import { buildDeployment, buildInventory, buildObject } from '../testing/build.ts';
import { hasDefaultDeny, listNamespaceIsolations, listWorkloadIsolations } from './isolation.ts';

const SHOP = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { tier: 'front' } } };
const OF_CLUSTER = { namespace: undefined };
const policy = (spec: Raw, metadata: Raw = {}): Raw => buildObject('networking.k8s.io/v1', 'NetworkPolicy', 'p', { spec }, metadata);
const cilium = (spec: Raw, metadata: Raw = {}): Raw => buildObject('cilium.io/v2', 'CiliumNetworkPolicy', 'p', { spec }, metadata);
const clusterwide = (...specs: readonly Raw[]): Raw =>
  buildObject('cilium.io/v2', 'CiliumClusterwideNetworkPolicy', 'p', { specs }, OF_CLUSTER);
const calico = (spec: Raw): Raw => buildObject('projectcalico.org/v3', 'NetworkPolicy', 'p', { spec });
const global = (spec: Raw): Raw => buildObject('crd.projectcalico.org/v1', 'GlobalNetworkPolicy', 'p', { spec }, OF_CLUSTER);
const tier = (kind: string, spec: Raw): Raw => buildObject('policy.networking.k8s.io/v1alpha1', kind, 'p', { spec }, OF_CLUSTER);
const ALL_NAMESPACES = { namespaces: {} };
const DENY = { action: 'Deny', from: [{ namespaces: {} }] };

/** Effects on Deployment web of namespace shop, as `ingress/egress`; empty when nothing takes it. */
function readEffects(object: Raw): string {
  const inventory = buildInventory([SHOP, buildDeployment('web'), buildDeployment('api'), object]);
  const web = inventory.workloads.filter(workload => workload.object.name === 'web');
  return web
    .flatMap(workload => listWorkloadIsolations(inventory, workload))
    .map(({ ingress, egress }) => `${ingress}/${egress}`)
    .join(' ');
}

describe('effects of one policy', () => {
  test.each<[string, Raw, string]>([
    ['no rules', policy({ podSelector: {} }), 'denies/none'],
    ['labels and rules', policy({ podSelector: { matchLabels: { app: 'web' } }, ingress: [{}], egress: [{}] }), 'isolates/isolates'],
    ['other labels', policy({ podSelector: { matchLabels: { app: 'api' } } }), ''],
    ['another namespace', policy({ podSelector: {} }, { namespace: 'other' }), ''],
    ['a number where a label belongs', policy({ podSelector: { matchLabels: { app: 1 } } }), ''],
    ['Cilium: rules isolate', cilium({ endpointSelector: {}, ingress: [{ fromEndpoints: [{}] }] }), 'isolates/none'],
    ['Cilium: the empty rule denies', cilium({ endpointSelector: {}, egress: [{}] }), 'none/denies'],
    ['Cilium: no rules', cilium({ endpointSelector: {}, ingress: [], egress: [] }), 'none/none'],
    ['Cilium: deny rules isolate', cilium({ endpointSelector: {}, ingressDeny: [{ fromEntities: ['world'] }] }), 'denies/none'],
    ['Cilium: no default deny', cilium({ endpointSelector: {}, ingress: [{}], enableDefaultDeny: { ingress: false } }), 'none/none'],
    ['Cilium: source of a label', cilium({ endpointSelector: { matchLabels: { 'k8s:app': 'web' } }, ingress: [{}] }), 'denies/none'],
    ['Cilium: nodes', cilium({ nodeSelector: {}, ingress: [{}] }), ''],
    ['Cilium: another namespace', cilium({ endpointSelector: {}, ingress: [{}] }, { namespace: 'other' }), ''],
    [
      'Cilium: parts, and namespace by name and label',
      clusterwide(
        { endpointSelector: { matchLabels: { 'io.kubernetes.pod.namespace': 'shop' } }, ingress: [{}] },
        { endpointSelector: { matchLabels: { 'k8s:io.cilium.k8s.namespace.labels.tier': 'front' } }, egress: [{}] },
        { endpointSelector: { matchLabels: { app: 'api' } }, egress: [{}] },
      ),
      'denies/none none/denies',
    ],
    ['Calico: ingress by default', calico({ selector: "app == 'web'" }), 'denies/none'],
    ['Calico: direction of the rules', calico({ selector: 'all()', egress: [{ action: 'Allow' }] }), 'none/isolates'],
    ['Calico: types', calico({ types: ['Egress'] }), 'none/denies'],
    ['Calico: selector that is not understood', calico({ selector: 'app = web' }), ''],
    [
      'Calico: namespace and account',
      global({ namespaceSelector: "tier == 'front'", serviceAccountSelector: "projectcalico.org/name == 'default'" }),
      'denies/none',
    ],
    ['Calico: another namespace', global({ selector: "projectcalico.org/namespace == 'other'" }), ''],
    ['Admin: namespaces', tier('AdminNetworkPolicy', { subject: ALL_NAMESPACES, ingress: [DENY] }), 'denies/none'],
    [
      'Admin: an exception before the denial',
      tier('ClusterNetworkPolicy', { subject: ALL_NAMESPACES, ingress: [{ action: 'Accept' }, DENY] }),
      'isolates/none',
    ],
    [
      'Admin: pods',
      tier('BaselineAdminNetworkPolicy', {
        subject: { pods: { namespaceSelector: { matchLabels: { tier: 'front' } }, podSelector: { matchLabels: { app: 'web' } } } },
        egress: [{ action: 'Pass' }],
      }),
      'none/isolates',
    ],
    ['Admin: no subject', tier('AdminNetworkPolicy', { ingress: [DENY] }), ''],
  ])('%s', (_, object, effects) => expect(readEffects(object)).toBe(effects));
});

describe('a namespace', () => {
  test.each<[string, Raw, boolean, boolean]>([
    ['own policy for nobody', policy({ podSelector: { matchLabels: { app: 'none' } } }), true, false],
    ['default deny', policy({ podSelector: {} }), true, true],
    [
      'expressions that every pod of today fits',
      policy({ podSelector: { matchExpressions: [{ key: 'x', operator: 'DoesNotExist' }] } }),
      true,
      false,
    ],
    ['another namespace', policy({ podSelector: {} }, { namespace: 'other' }), false, false],
    ['Cilium for all pods', clusterwide({ endpointSelector: {}, ingress: [{}] }), true, true],
    ['Cilium for one workload of it', clusterwide({ endpointSelector: { matchLabels: { app: 'web' } }, ingress: [{}] }), true, false],
    ['Cilium for pods of no workload', clusterwide({ endpointSelector: { matchLabels: { app: 'none' } }, ingress: [{}] }), false, false],
    ['Calico for the namespace', global({ selector: "projectcalico.org/namespace == 'shop'" }), true, true],
    ['Calico for some pods', global({ selector: 'has(x)' }), false, false],
    ['Admin', tier('AdminNetworkPolicy', { subject: ALL_NAMESPACES, ingress: [DENY] }), true, true],
  ])('%s', (_, object, covered, denied) => {
    const inventory = buildInventory([SHOP, buildDeployment('web'), object]);
    expect(listNamespaceIsolations(inventory, 'shop').length > 0).toBe(covered);
    expect(hasDefaultDeny(inventory, 'shop', 'ingress')).toBe(denied);
  });
});
