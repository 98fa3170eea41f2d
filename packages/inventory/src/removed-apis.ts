/**
 * API versions that Kubernetes removed: group/version, kinds (empty for all), minor version of the removal and of the deprecation.
 * https://kubernetes.io/docs/reference/using-api/deprecation-guide/
 */
interface RemovedApi {
  readonly apiVersion: string;
  readonly kinds: readonly string[];
  readonly removed: number;
  readonly deprecated: number;
  readonly successor: string;
}

const row = (apiVersion: string, kinds: string, deprecated: number, removed: number, successor: string): RemovedApi => ({
  apiVersion,
  kinds: kinds === '' ? [] : kinds.split(' '),
  removed,
  deprecated,
  successor,
});

const REMOVED: readonly RemovedApi[] = [
  row('extensions/v1beta1', 'Deployment DaemonSet ReplicaSet', 9, 16, 'apps/v1'),
  row('extensions/v1beta1', 'NetworkPolicy', 9, 16, 'networking.k8s.io/v1'),
  row('extensions/v1beta1', 'PodSecurityPolicy', 10, 16, 'Pod Security admission'),
  row('extensions/v1beta1', 'Ingress', 14, 22, 'networking.k8s.io/v1'),
  row('apps/v1beta1', '', 9, 16, 'apps/v1'),
  row('apps/v1beta2', '', 9, 16, 'apps/v1'),
  row(
    'admissionregistration.k8s.io/v1beta1',
    'MutatingWebhookConfiguration ValidatingWebhookConfiguration',
    16,
    22,
    'admissionregistration.k8s.io/v1',
  ),
  row('apiextensions.k8s.io/v1beta1', '', 16, 22, 'apiextensions.k8s.io/v1'),
  row('apiregistration.k8s.io/v1beta1', '', 19, 22, 'apiregistration.k8s.io/v1'),
  row('authentication.k8s.io/v1beta1', 'TokenReview', 19, 22, 'authentication.k8s.io/v1'),
  row('authorization.k8s.io/v1beta1', '', 19, 22, 'authorization.k8s.io/v1'),
  row('certificates.k8s.io/v1beta1', 'CertificateSigningRequest', 19, 22, 'certificates.k8s.io/v1'),
  row('coordination.k8s.io/v1beta1', 'Lease', 19, 22, 'coordination.k8s.io/v1'),
  row('networking.k8s.io/v1beta1', 'Ingress IngressClass', 19, 22, 'networking.k8s.io/v1'),
  row('rbac.authorization.k8s.io/v1beta1', '', 17, 22, 'rbac.authorization.k8s.io/v1'),
  row('rbac.authorization.k8s.io/v1alpha1', '', 17, 22, 'rbac.authorization.k8s.io/v1'),
  row('scheduling.k8s.io/v1beta1', '', 14, 22, 'scheduling.k8s.io/v1'),
  row('storage.k8s.io/v1beta1', 'CSIDriver CSINode StorageClass VolumeAttachment', 19, 22, 'storage.k8s.io/v1'),
  row('storage.k8s.io/v1beta1', 'CSIStorageCapacity', 24, 27, 'storage.k8s.io/v1'),
  row('batch/v1beta1', 'CronJob', 21, 25, 'batch/v1'),
  row('discovery.k8s.io/v1beta1', 'EndpointSlice', 21, 25, 'discovery.k8s.io/v1'),
  row('events.k8s.io/v1beta1', '', 19, 25, 'events.k8s.io/v1'),
  row('autoscaling/v2beta1', '', 22, 25, 'autoscaling/v2'),
  row('autoscaling/v2beta2', '', 23, 26, 'autoscaling/v2'),
  row('policy/v1beta1', 'PodDisruptionBudget', 21, 25, 'policy/v1'),
  row('policy/v1beta1', 'PodSecurityPolicy', 21, 25, 'Pod Security admission'),
  row('node.k8s.io/v1beta1', 'RuntimeClass', 20, 25, 'node.k8s.io/v1'),
  row('flowcontrol.apiserver.k8s.io/v1beta1', '', 23, 26, 'flowcontrol.apiserver.k8s.io/v1'),
  row('flowcontrol.apiserver.k8s.io/v1beta2', '', 26, 29, 'flowcontrol.apiserver.k8s.io/v1'),
  row('flowcontrol.apiserver.k8s.io/v1beta3', '', 29, 32, 'flowcontrol.apiserver.k8s.io/v1'),
];

const BY_VERSION = Map.groupBy(REMOVED, api => api.apiVersion);

/** When an API version went or will go, and what follows it; undefined for versions that stay. */
export function findRemovedApi(apiVersion: string, kind: string): RemovedApi | undefined {
  return BY_VERSION.get(apiVersion)?.find(api => api.kinds.length === 0 || api.kinds.includes(kind.replace(/List$/, '')));
}
