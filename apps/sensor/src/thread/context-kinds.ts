/**
 * Kinds whose objects only matter within their own namespace: no fact of another namespace looks at them. Everything else is
 * part of every namespace's slice: what lives outside namespaces, roles, services, routes, network policies, and workloads.
 */
const LOCAL = new Set([
  '/ConfigMap',
  '/Endpoints',
  '/LimitRange',
  '/PersistentVolumeClaim',
  '/Pod',
  '/PodTemplate',
  '/ResourceQuota',
  '/Secret',
  '/ServiceAccount',
  'autoscaling.k8s.io/VerticalPodAutoscaler',
  'autoscaling/HorizontalPodAutoscaler',
  'bitnami.com/SealedSecret',
  'cert-manager.io/Certificate',
  'discovery.k8s.io/EndpointSlice',
  'external-secrets.io/ExternalSecret',
  'keda.sh/ScaledObject',
  'policy.linkerd.io/AuthorizationPolicy',
  'policy.linkerd.io/Server',
  'policy.linkerd.io/ServerAuthorization',
  'policy/PodDisruptionBudget',
  'security.istio.io/AuthorizationPolicy',
]);

/** A ConfigMap by which Amazon EKS is recognised everywhere. */
const SHARED = new Set(['/ConfigMap/kube-system/aws-auth']);

export function isContext({ key, group, kind }: { readonly key: string; readonly group: string; readonly kind: string }): boolean {
  return !LOCAL.has(`${group}/${kind}`) || SHARED.has(key);
}

/** How far a change of an object reaches. */
export type Reach = 'own' | 'all';

/** Kinds outside namespaces that facts of any namespace rest on. */
const FAR = new Set([
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'cilium.io/CiliumClusterwideNetworkPolicy',
  'crd.projectcalico.org/GlobalNetworkPolicy',
  'gateway.networking.k8s.io/Gateway',
  'gateway.networking.k8s.io/ListenerSet',
  'gateway.networking.k8s.io/ReferenceGrant',
  'networking.istio.io/Gateway',
  'networking.istio.io/VirtualService',
  'networking.k8s.io/IngressClass',
  'policy.networking.k8s.io/AdminNetworkPolicy',
  'policy.networking.k8s.io/BaselineAdminNetworkPolicy',
  'policy.networking.k8s.io/ClusterNetworkPolicy',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'storage.k8s.io/StorageClass',
  'velero.io/Schedule',
  'config.kio.kasten.io/Policy',
]);

export function findReach({ key, group, kind }: { readonly key: string; readonly group: string; readonly kind: string }): Reach {
  return FAR.has(`${group}/${kind}`) || SHARED.has(key) ? 'all' : 'own';
}
