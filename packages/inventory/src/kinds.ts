import type { Path } from './raw.ts';

/** Where a kind holds its pod template, and what kind of workload it is. */
export interface PodKind {
  readonly group: string;
  readonly kind: string;
  /** Path of the object that holds the pod's `metadata` and `spec`. */
  readonly template: Path;
  /** Whether its containers are meant to run until somebody stops them. */
  readonly longRunning: boolean;
  /** Whether `spec.replicas` says how many pods there are. */
  readonly replicated: boolean;
}

const row = (group: string, kind: string, template: Path, longRunning: boolean, replicated: boolean): PodKind => ({
  group,
  kind,
  template,
  longRunning,
  replicated,
});

/**
 * Kinds that own or embed pods, built in and well known custom ones.
 * extensions/v1beta1 objects are read like their successors.
 */
export const POD_KINDS: readonly PodKind[] = [
  row('', 'Pod', [], true, false),
  row('', 'PodTemplate', ['template'], false, false),
  row('', 'ReplicationController', ['spec', 'template'], true, true),
  row('apps', 'ReplicaSet', ['spec', 'template'], true, true),
  row('apps', 'Deployment', ['spec', 'template'], true, true),
  row('apps', 'StatefulSet', ['spec', 'template'], true, true),
  row('apps', 'DaemonSet', ['spec', 'template'], true, false),
  row('extensions', 'ReplicaSet', ['spec', 'template'], true, true),
  row('extensions', 'Deployment', ['spec', 'template'], true, true),
  row('extensions', 'DaemonSet', ['spec', 'template'], true, false),
  row('batch', 'Job', ['spec', 'template'], false, false),
  row('batch', 'CronJob', ['spec', 'jobTemplate', 'spec', 'template'], false, false),
  row('apps.openshift.io', 'DeploymentConfig', ['spec', 'template'], true, true),
  row('', 'DeploymentConfig', ['spec', 'template'], true, true),
  row('argoproj.io', 'Rollout', ['spec', 'template'], true, true),
  row('serving.knative.dev', 'Service', ['spec', 'template'], true, false),
  row('keda.sh', 'ScaledJob', ['spec', 'jobTargetRef', 'template'], false, false),
  row('agents.x-k8s.io', 'Sandbox', ['spec', 'podTemplate'], true, false),
  row('extensions.agents.x-k8s.io', 'SandboxTemplate', ['spec', 'podTemplate'], true, false),
  row('agents.x-k8s.io', 'SandboxTemplate', ['spec', 'podTemplate'], true, false),
];

const BY_KEY = new Map(POD_KINDS.map(kind => [`${kind.group}/${kind.kind}`, kind]));

/** A workload kind under a wrong core apiVersion is still read as what it means; that it is wrong is a finding of its own. */
const MEANT_BY_CORE = new Map(POD_KINDS.filter(({ group }) => group === 'apps' || group === 'batch').map(kind => [kind.kind, kind]));

export function findPodKind(group: string, kind: string): PodKind | undefined {
  return BY_KEY.get(`${group}/${kind}`) ?? (group === '' ? MEANT_BY_CORE.get(kind) : undefined);
}

/** Kinds of the built-in groups that live outside namespaces. */
const CLUSTER_SCOPED = new Set([
  'APIService',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'CertificateSigningRequest',
  'CiliumClusterwideNetworkPolicy',
  'ClusterIssuer',
  'ClusterNetworkPolicy',
  'ClusterPolicy',
  'ClusterRole',
  'ClusterRoleBinding',
  'ClusterTrustBundle',
  'ComponentStatus',
  'CSIDriver',
  'CSINode',
  'CustomResourceDefinition',
  'DeviceClass',
  'FlowSchema',
  'GatewayClass',
  'GlobalNetworkPolicy',
  'IPAddress',
  'IngressClass',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PodSecurityPolicy',
  'PriorityClass',
  'PriorityLevelConfiguration',
  'ResourceSlice',
  'RuntimeClass',
  'SecurityContextConstraints',
  'SelfSubjectAccessReview',
  'SelfSubjectReview',
  'SelfSubjectRulesReview',
  'ServiceCIDR',
  'StorageClass',
  'StorageVersion',
  'SubjectAccessReview',
  'TokenReview',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'VolumeAttachment',
  'VolumeAttributesClass',
]);

export function isClusterScoped(kind: string): boolean {
  return CLUSTER_SCOPED.has(kind);
}

/** API groups that Kubernetes itself serves (or served); objects of other groups are custom resources. */
export function isBuiltInGroup(group: string): boolean {
  return group === '' || !group.includes('.') || group.endsWith('.k8s.io');
}

/** The name by which a kind is looked up in a set: Knative's Service is not Kubernetes' Service. */
export function toKindName(group: string, kind: string): string {
  return isBuiltInGroup(group) ? kind : `${kind}.${group}`;
}

const SYSTEM_NAMESPACES = new Set(['kube-system', 'kube-public', 'kube-node-lease']);

export function isSystemNamespace(name: string): boolean {
  return SYSTEM_NAMESPACES.has(name);
}
