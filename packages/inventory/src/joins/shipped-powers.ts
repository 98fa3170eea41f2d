/**
 * Powers of the roles that Kubernetes ships, over all supported versions: one of them with others was altered.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings
 */
const OF_CONTROLLERS: readonly (readonly [powers: string, names: string])[] = [
  ['destroy workload-create', 'cronjob daemon-set deployment job replicaset replication statefulset'],
  ['destroy', 'device-taint-eviction node ttl-after-finished'],
  ['network-write', 'endpoint endpointslice endpointslicemirroring'],
  ['certificate-sign', 'certificate'],
  ['escalate rbac-write', 'clusterrole-aggregation'],
  ['secrets-read', 'expand resourcequota'],
  ['service-status-write', 'service'],
  [
    'admission-write destroy event-delete network-write node-proxy pod-attach pod-exec pod-port-forward rbac-write secrets-read secrets-write',
    'namespace',
  ],
  [
    '',
    'attachdetach disruption ephemeral-volume pv-protection pvc-protection resource-claim route selinux-warning service-account service-cidrs ttl validatingadmissionpolicy-status volumeattributesclass-protection',
  ],
];

const OF_ROLES: readonly (readonly [powers: string, names: string])[] = [
  ['rbac-write', 'aggregate-to-admin'],
  [
    'config-map-write destroy event-delete impersonate network-write pod-attach pod-exec pod-port-forward secrets-read secrets-write token-create workload-create',
    'aggregate-to-edit',
  ],
  [
    'certificate-sign',
    'certificates.k8s.io:kube-apiserver-client-approver certificates.k8s.io:kube-apiserver-client-kubelet-approver certificates.k8s.io:kubelet-serving-approver certificates.k8s.io:legacy-unknown-approver',
  ],
  ['network-write secrets-read secrets-write token-create', 'kube-controller-manager'],
  ['destroy network-write', 'kube-scheduler'],
  ['node-proxy', 'kubelet-api-admin'],
  ['destroy secrets-read token-create workload-create', 'node'],
  ['volume-create', 'persistent-volume-provisioner'],
  ['config-map-write secrets-read', 'controller:bootstrap-signer'],
  [
    'admission-write config-map-write destroy ephemeral-container event-delete network-write node-proxy pod-attach pod-exec pod-port-forward rbac-write secrets-read secrets-write service-status-write workload-create',
    'controller:generic-garbage-collector',
  ],
  ['secrets-read secrets-write', 'controller:legacy-service-account-token-cleaner controller:token-cleaner'],
  ['destroy network-write secrets-read volume-create workload-create', 'controller:persistent-volume-binder'],
  ['destroy', 'controller:pod-garbage-collector'],
  ['config-map-write', 'controller:root-ca-cert-publisher :leader-locking-kube-controller-manager :leader-locking-kube-scheduler'],
  [
    '',
    'aggregate-to-view auth-delegator basic-user certificates.k8s.io:certificatesigningrequests:nodeclient certificates.k8s.io:certificatesigningrequests:selfnodeclient controller:cloud-provider controller:horizontal-pod-autoscaler discovery heapster kube-aggregator kube-dns monitoring node-bootstrapper node-problem-detector node-proxier public-info-viewer service-account-issuer-discovery volume-scheduler',
  ],
];

/** Powers by role name; undefined for a role that Kubernetes does not ship. */
export const SHIPPED_POWERS: ReadonlyMap<string, readonly string[]> = new Map([
  ...OF_CONTROLLERS.flatMap(([powers, names]) => toEntries(powers, names, name => `system:controller:${name}-controller`)),
  ...OF_ROLES.flatMap(([powers, names]) => toEntries(powers, names, name => `system:${name}`)),
  ['extension-apiserver-authentication-reader', []],
]);

function toEntries(powers: string, names: string, toName: (name: string) => string): readonly (readonly [string, readonly string[]])[] {
  return names.split(' ').map(name => [toName(name), powers.split(' ')] as const);
}
