import type { Raw } from '@breakwater/inventory';
import type { AttackFacts } from '../model/attack-model.ts';
import { buildBinding, buildHostPod, buildNamespace, buildNode, buildObject, buildPod, buildRole, buildService, give } from './build.ts';

/** One set of objects that has an edge, with all edges of its kind, and one that nearly has it. */
export interface EdgeCase {
  readonly has: readonly Raw[];
  readonly edges: readonly string[];
  readonly misses: readonly Raw[];
  readonly facts?: Partial<AttackFacts>;
  /** Other facts for the near miss. */
  readonly missFacts?: Partial<AttackFacts>;
}

const ROLE = 'Role shop/r';
const EVERYWHERE = 'ClusterRole r';
const WEB = 'shop/web[Pod]';
const APP = `${WEB}/app`;
const privileged = { securityContext: { privileged: true } };
const capable = (...add: readonly string[]) => ({ securityContext: { capabilities: { add } } });
const AWS_AUTH = buildObject('v1', 'ConfigMap', 'kube-system/aws-auth');
const signers = 'signers.certificates.k8s.io named kubernetes.io/kube-apiserver-client';
const otherSigners = 'signers.certificates.k8s.io named example.com/client';
const csr = 'create certificatesigningrequests.certificates.k8s.io';
const secretVolume = { volumes: [{ name: 's', secret: { secretName: 'db' } }] };
const projected = (audience?: string) => ({
  automountServiceAccountToken: false,
  volumes: [
    { name: 't', projected: { sources: [{ serviceAccountToken: { path: 't', ...(audience === undefined ? {} : { audience }) } }] } },
  ],
});
const guard = buildObject('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', 'deny', {
  spec: { validationActions: ['Deny'] },
});
const token = (type: string) =>
  buildObject('v1', 'Secret', 'shop/t', { type }, { annotations: { 'kubernetes.io/service-account.name': 'web' } });
const weak = { weaknesses: new Map([['shop/db[Pod]', [{ id: 'CVE-2026-1', container: '' }]]]) };
const deny = buildObject('networking.k8s.io/v1', 'NetworkPolicy', 'shop/deny', {
  spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
});
const cloudNode = buildNode('n', {}, { providerID: 'aws:///eu-west-1a/i-0' });
const ported = { ports: [{ containerPort: 80 }] };

/** By the id of the edge: what it takes, and what is one step short of it. */
export const EDGE_CASES: Readonly<Record<string, EdgeCase>> = {
  'runs-as': {
    has: [buildPod('shop/web', { serviceAccountName: 'web' })],
    edges: [`${APP} -> ServiceAccount shop/web`],
    misses: [
      buildPod('shop/web', { serviceAccountName: 'web' }),
      buildObject('v1', 'ServiceAccount', 'shop/web', { automountServiceAccountToken: false }),
    ],
  },
  'member-of': {
    has: [buildBinding('', 'ClusterRole', 'view', 'Group/system:serviceaccounts:shop'), buildObject('v1', 'ServiceAccount', 'shop/web')],
    edges: ['ServiceAccount shop/web -> Group system:serviceaccounts:shop'],
    misses: [
      buildBinding('', 'ClusterRole', 'view', 'Group/system:serviceaccounts:shop'),
      buildObject('v1', 'ServiceAccount', 'other/web'),
    ],
  },
  holds: {
    has: [buildBinding('shop', 'ClusterRole', 'view', 'User/ann', 'ServiceAccount/shop/web')],
    edges: ['ServiceAccount shop/web -> ClusterRole view in shop', 'User ann -> ClusterRole view in shop'],
    misses: [buildBinding('shop', 'Role', 'view', 'User/ann')],
  },
  contains: { has: [buildPod('shop/web')], edges: [`${WEB} -> ${APP}`], misses: [buildPod('shop/web', { containers: [] })] },
  'shares-processes': {
    has: [buildPod('shop/web', { shareProcessNamespace: true, containers: [{ name: 'a' }, { name: 'b' }] })],
    edges: [`${WEB}/a -> ${WEB}`, `${WEB}/b -> ${WEB}`],
    misses: [buildPod('shop/web', { containers: [{ name: 'a' }, { name: 'b' }] })],
  },
  mounts: {
    has: [buildPod('shop/web', secretVolume, { volumeMounts: [{ name: 's', mountPath: '/s' }] })],
    edges: [`${APP} -> Secret shop/db`],
    misses: [buildPod('shop/web', secretVolume)],
  },
  'volume-token': {
    has: [buildPod('shop/web', projected())],
    edges: [`${APP} -> ServiceAccount shop/default`],
    misses: [buildPod('shop/web', projected('vault'))],
  },
  'secret-token': {
    has: [token('kubernetes.io/service-account-token')],
    edges: ['Secret shop/t -> ServiceAccount shop/web'],
    misses: [token('Opaque')],
  },
  'create-pod-as': {
    has: give('shop', 'create deployments.apps'),
    edges: [`${ROLE} -> any service account of shop`],
    misses: give('shop', 'create deployments'),
  },
  'create-pod-mount': {
    has: give('shop', 'patch jobs.batch'),
    edges: [`${ROLE} -> any secret of shop`],
    misses: give('shop', 'delete jobs.batch'),
  },
  'create-privileged-pod': {
    has: [...give('shop', 'create pods'), buildNode('n')],
    edges: [`${ROLE} -> worker nodes`],
    misses: [...give('shop', 'create pods'), buildNamespace('shop', 'baseline')],
  },
  'relax-pod-security': {
    has: [...give('shop', 'create pods', 'patch namespaces'), buildNamespace('shop', 'restricted'), buildNode('n')],
    edges: [`${ROLE} -> worker nodes`],
    misses: [...give('shop', 'create pods', 'patch namespaces named other'), buildNamespace('shop', 'restricted'), buildNode('n')],
  },
  'update-workload-as': {
    has: give('shop', 'update daemonsets.apps'),
    edges: [`${ROLE} -> any service account of shop`],
    misses: give('shop', 'update pods'),
  },
  'replace-image': {
    has: [...give('shop', 'patch pods named web'), buildPod('shop/web')],
    edges: [`${ROLE} -> ${WEB}`],
    misses: give('shop', 'patch pods/status'),
  },
  exec: {
    has: give('shop', 'get */exec'),
    edges: [`${ROLE} -> any pod of shop`],
    misses: give('shop', 'get */exec'),
    facts: { kubeMinor: 34 },
  },
  debug: {
    has: give('shop', 'patch pods/ephemeralcontainers'),
    edges: [`${ROLE} -> any pod of shop`],
    misses: give('shop', 'patch pods/*'),
  },
  forward: {
    has: give('shop', 'create pods/portforward'),
    edges: [`${ROLE} -> ports of any pod of shop`],
    misses: give('shop', 'get pods/portforward'),
  },
  'steal-pod': {
    has: give('', 'create pods/eviction', 'patch nodes'),
    edges: [`${EVERYWHERE} -> any pod`],
    misses: give('shop', 'create pods/eviction', 'patch nodes'),
  },
  'bind-pod': {
    has: give('shop', 'create pods,pods/binding'),
    edges: [`${ROLE} -> control-plane nodes`],
    misses: [...give('shop', 'create pods,pods/binding'), buildNode('n')],
  },
  redirect: {
    has: give('shop', 'patch endpointslices.discovery.k8s.io'),
    edges: [`${ROLE} -> traffic of Services of shop`],
    misses: give('shop', 'patch endpointslices'),
  },
  expose: {
    has: give('shop', 'create ingresses.networking.k8s.io'),
    edges: [`${ROLE} -> ports of any pod of shop`],
    misses: give('shop', 'create ingresses.extensions'),
  },
  'open-network': {
    has: give('shop', 'delete networkpolicies.networking.k8s.io'),
    edges: [`${ROLE} -> ports of any pod of shop`],
    misses: give('shop', 'get networkpolicies.networking.k8s.io'),
  },
  'control-plane-dns': {
    has: give('kube-system', 'update configmaps named coredns'),
    edges: ['Role kube-system/r -> traffic of Services'],
    misses: give('shop', 'update configmaps named coredns'),
  },
  'escalate-role': {
    has: give('', 'escalate,patch clusterroles.rbac named r'),
    edges: ['User ann -> cluster-admin'],
    misses: give('', 'escalate,patch clusterroles.rbac named other'),
  },
  'bind-role': {
    has: give('shop', 'bind clusterroles.rbac named edit', 'create rolebindings.rbac'),
    edges: [`${ROLE} -> ClusterRole edit in shop`],
    misses: give('shop', 'bind,create rolebindings.rbac'),
  },
  'spread-role': {
    has: give('shop', 'create rolebindings.rbac'),
    edges: [`${ROLE} -> own rights for others`],
    misses: give('shop', 'delete rolebindings.rbac'),
  },
  aggregate: {
    has: give('', 'patch clusterroles.rbac'),
    edges: [`${EVERYWHERE} -> own rights for others`],
    misses: give('shop', 'patch clusterroles.rbac'),
  },
  impersonate: {
    has: give('', 'impersonate groups named system:masters', 'impersonate users named bob'),
    edges: [`${EVERYWHERE} -> User bob`, `${EVERYWHERE} -> cluster-admin`],
    misses: give('shop', 'impersonate users,groups'),
  },
  'client-certificate': {
    has: give('', csr, 'update certificatesigningrequests.certificates.k8s.io/approval', `approve ${signers}`),
    edges: [`${EVERYWHERE} -> any user`, `${EVERYWHERE} -> cluster-admin`],
    misses: give('', csr, 'update certificatesigningrequests.certificates.k8s.io/approval', `approve ${otherSigners}`),
  },
  'sign-certificate': {
    has: give('', csr, 'patch certificatesigningrequests.certificates.k8s.io/status', `sign ${signers}`),
    edges: [`${EVERYWHERE} -> any user`],
    misses: give('', csr, 'patch certificatesigningrequests.certificates.k8s.io', `sign ${signers}`),
  },
  'read-secret': {
    has: give('shop', 'get secrets named db', 'watch secrets named tls'),
    edges: [`${ROLE} -> Secret shop/db`, `${ROLE} -> Secret shop/tls`],
    misses: give('shop', 'get,delete secrets'),
  },
  'guess-secret': { has: give('', 'get secrets'), edges: [`${EVERYWHERE} -> any secret`], misses: give('', 'get secrets named db') },
  'mint-token': {
    has: give('shop', 'create serviceaccounts/token named ci'),
    edges: [`${ROLE} -> ServiceAccount shop/ci`],
    misses: give('shop', 'create serviceaccounts'),
  },
  'mint-token-by-secret': {
    has: give('shop', 'create,get secrets'),
    edges: [`${ROLE} -> any service account of shop`],
    misses: give('shop', 'create secrets'),
  },
  'bootstrap-token': {
    has: give('kube-system', 'create secrets'),
    edges: ['Role kube-system/r -> Group system:nodes'],
    misses: give('shop', 'create secrets'),
  },
  'aws-auth': {
    has: [...give('kube-system', 'patch configmaps'), AWS_AUTH],
    edges: ['Role kube-system/r -> cluster-admin'],
    misses: give('kube-system', 'patch configmaps'),
  },
  'poison-authentication': {
    has: give('kube-system', 'patch configmaps named extension-apiserver-authentication'),
    edges: ['Role kube-system/r -> any user'],
    misses: give('kube-system', 'patch configmaps named other'),
  },
  'read-log': { has: give('shop', 'get pods/log'), edges: [`${ROLE} -> logs of shop`], misses: give('shop', 'get pods') },
  'kubelet-exec': { has: give('', 'get nodes/proxy'), edges: [`${EVERYWHERE} -> any pod`], misses: give('shop', 'get nodes/proxy') },
  'kubelet-read': { has: give('', 'get nodes/log'), edges: [`${EVERYWHERE} -> files of the node`], misses: give('', 'get nodes') },
  'mutate-admission': {
    has: give('', 'patch mutatingwebhookconfigurations.admissionregistration.k8s.io'),
    edges: [`${EVERYWHERE} -> any service account`, `${EVERYWHERE} -> control plane`],
    misses: give('', 'patch validatingwebhookconfigurations.admissionregistration.k8s.io'),
  },
  'disable-guard': {
    has: [...give('', 'create pods', 'delete validatingadmissionpolicybindings.admissionregistration.k8s.io'), guard, buildNode('n')],
    edges: [`${EVERYWHERE} -> worker nodes`],
    misses: [...give('', 'create pods', 'delete validatingadmissionpolicybindings.admissionregistration.k8s.io'), buildNode('n')],
  },
  'host-path-volume': {
    has: [...give('', 'create persistentvolumes,pods'), buildNode('n')],
    edges: [`${EVERYWHERE} -> worker nodes`],
    misses: [...give('shop', 'create persistentvolumes,pods'), buildNode('n')],
  },
  'intercept-api': {
    has: give('', 'patch apiservices.apiregistration.k8s.io'),
    edges: [`${EVERYWHERE} -> control plane`],
    misses: give('', 'patch apiservices'),
  },
  'confused-deputy': {
    has: [...give('shop', 'create helmreleases.helm.toolkit.fluxcd.io'), buildPod('flux/helm-controller', { serviceAccountName: 'helm' })],
    edges: [`${ROLE} -> ServiceAccount flux/helm`],
    misses: give('shop', 'create helmreleases.helm.toolkit.fluxcd.io'),
  },
  'privileged-mount': {
    has: [buildPod('shop/web', {}, privileged)],
    edges: [`${APP} -> worker nodes`],
    misses: [buildPod('shop/web', { os: { name: 'windows' } }, privileged)],
  },
  'load-module': {
    has: [buildPod('shop/web', {}, capable('CAP_SYS_MODULE'))],
    edges: [`${APP} -> worker nodes`],
    misses: [buildPod('shop/web', {}, capable('NET_ADMIN'))],
  },
  'enter-namespaces': {
    has: [buildPod('shop/web', { hostPID: true }, capable('SYS_ADMIN', 'SYS_PTRACE'))],
    edges: [`${APP} -> worker nodes`],
    misses: [buildPod('shop/web', { hostPID: true }, capable('SYS_ADMIN'))],
  },
  'ptrace-host': {
    has: [buildPod('shop/web', { hostPID: true }, capable('SYS_ADMIN', 'SYS_PTRACE'))],
    edges: [`${APP} -> worker nodes`],
    misses: [buildPod('shop/web', { hostPID: true }, capable('SYS_ADMIN', 'SYS_PTRACE'))],
    facts: { kubeMinor: 30 },
  },
  'cgroup-release': {
    has: [buildPod('shop/web', {}, capable('SYS_ADMIN'))],
    edges: [`${APP} -> worker nodes`],
    misses: [buildPod('shop/web', {}, capable('SYS_PTRACE'))],
  },
  'core-pattern': {
    has: [buildHostPod('/proc/sys')],
    edges: [`${APP} -> worker nodes`],
    misses: [buildHostPod('/proc/sys', {}, { securityContext: { runAsUser: 1000 } })],
  },
  'host-file-handle': {
    has: [buildPod('shop/web', {}, capable('DAC_READ_SEARCH'))],
    edges: [`${APP} -> worker nodes`],
    misses: [buildPod('shop/web', {}, capable('DAC_OVERRIDE'))],
  },
  'runtime-socket': {
    has: [buildHostPod('/var/run', { readOnly: true })],
    edges: [`${APP} -> worker nodes`],
    misses: [buildHostPod('/var/lib/docker')],
  },
  'host-read': {
    has: [buildHostPod('/etc/', { readOnly: true })],
    edges: [`${APP} -> worker nodes`],
    misses: [buildHostPod('/etc/ssl', { readOnly: true })],
  },
  'host-write': {
    has: [buildHostPod('/opt/app')],
    edges: [`${APP} -> worker nodes`],
    misses: [buildHostPod('/opt/app', { readOnly: true })],
  },
  'host-traverse': {
    has: [buildHostPod('/var/lib/kubelet', { readOnly: true })],
    edges: [`${APP} -> service accounts of pods on the node`],
    misses: [buildHostPod('/var/lib/kubelet/plugins')],
  },
  'log-symlink': {
    has: [buildHostPod('/var/log')],
    edges: [`${APP} -> files of the node`],
    misses: [buildHostPod('/var/log', { readOnly: true })],
  },
  'host-namespace': {
    has: [buildPod('shop/web', { hostIPC: true })],
    edges: [`${APP} -> services of the node`],
    misses: [buildPod('shop/web', { hostPID: true })],
  },
  'unmasked-proc': {
    has: [buildPod('shop/web', {}, { securityContext: { procMount: 'Unmasked' } })],
    edges: [`${APP} -> files of the node`],
    misses: [buildPod('shop/web', {}, { securityContext: { procMount: 'Default' } })],
  },
  'host-path-claim': {
    has: [
      buildPod(
        'shop/web',
        { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'd' } }] },
        { volumeMounts: [{ name: 'd', mountPath: '/d' }] },
      ),
      buildObject('v1', 'PersistentVolume', 'pv', { spec: { hostPath: { path: '/etc' }, claimRef: { namespace: 'shop', name: 'd' } } }),
    ],
    edges: [`${APP} -> worker nodes`],
    misses: [
      buildPod(
        'shop/web',
        { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'd' } }] },
        { volumeMounts: [{ name: 'd', mountPath: '/d' }] },
      ),
      buildObject('v1', 'PersistentVolume', 'pv', { spec: { csi: { driver: 'd' }, claimRef: { namespace: 'shop', name: 'd' } } }),
    ],
  },
  'node-to-pods': {
    has: [buildPod('shop/web', { tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }] })],
    edges: [`control-plane nodes -> ${WEB}`, `worker nodes -> ${WEB}`],
    misses: [],
  },
  'node-identity': { has: [], edges: ['control-plane nodes -> Group system:nodes', 'worker nodes -> Group system:nodes'], misses: [] },
  'control-plane-node': {
    has: [buildNode('n', { 'node-role.kubernetes.io/control-plane': '' })],
    edges: ['control-plane nodes -> cluster-admin'],
    misses: [buildNode('n')],
  },
  'namespace-admin': {
    has: [buildObject('v1', 'Secret', 'kube-system/s'), buildNamespace('kube-system', 'baseline')],
    edges: ['any pod', 'any secret', 'any service account', 'ports of any pod'].map(
      group => `admin of namespace kube-system -> ${group} of kube-system`,
    ),
    misses: [],
  },
  'workload-identity': {
    has: [
      buildObject('v1', 'ServiceAccount', 'shop/web', {}, { annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/web' } }),
    ],
    edges: ['ServiceAccount shop/web -> cloud identity arn:aws:iam::1:role/web (AWS)'],
    misses: [buildObject('v1', 'ServiceAccount', 'shop/web', {}, { annotations: { 'example.com/role-arn': 'x' } })],
  },
  metadata: {
    has: [buildPod('shop/web'), cloudNode],
    edges: [`${APP} -> cloud identity of the nodes`],
    misses: [buildPod('shop/web'), cloudNode, deny],
  },
  'pod-identity-exception': {
    has: [
      ...give('shop', 'create azurepodidentityexceptions.aadpodidentity.k8s.io'),
      buildObject('aadpodidentity.k8s.io/v1', 'AzureIdentity', 'shop/a'),
    ],
    edges: [`${ROLE} -> cloud identity of the nodes`],
    misses: give('shop', 'create azurepodidentityexceptions.aadpodidentity.k8s.io'),
  },
  entry: {
    has: [buildPod('shop/web', {}, ported), buildService('shop/web', { type: 'LoadBalancer' })],
    edges: [`outside -> ports of ${WEB}`],
    misses: [buildPod('shop/web', {}, ported), buildService('shop/web', { type: 'LoadBalancer' }), deny],
  },
  reach: {
    has: [buildPod('shop/web'), buildPod('shop/db', {}, ported)],
    edges: [
      `${APP} -> ports of shop/db[Pod]`,
      'ports of any pod -> ports of shop/db[Pod]',
      'ports of any pod of shop -> ports of shop/db[Pod]',
    ],
    misses: [buildPod('shop/web'), buildPod('shop/db', {}, ported)],
    facts: weak,
  },
  exploit: {
    has: [buildPod('shop/db', {}, ported)],
    edges: ['ports of shop/db[Pod] -> shop/db[Pod]/app'],
    misses: [buildPod('shop/db', {}, ported)],
    facts: weak,
  },
};

/** Kept for the roles that nothing binds: they are no edge. */
export const UNBOUND = buildRole('shop', 'r', 'create pods');
