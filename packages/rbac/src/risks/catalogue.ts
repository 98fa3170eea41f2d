import type { Severity } from '@breakwater/model';
import { type Need, needOf } from '../need.ts';

/** A row of the catalogue of dangerous permissions. */
export interface DangerousPermission {
  /** `P13` */
  readonly id: string;
  readonly name: string;
  /** What it leads to, behind `gives` or `lets`. */
  readonly why: string;
  /** For a grant everywhere, or in a privileged namespace; elsewhere one level less. */
  readonly severity: Severity;
  /** All are needed; the first has to be given by the binding itself, the others may come from elsewhere. */
  readonly needs: readonly Need[];
  /** Only in this namespace, or everywhere. */
  readonly onlyIn?: string;
  /** Only for these names, when a rule is limited to names. */
  readonly names?: readonly string[];
  /** Another row that says more about the same grant. */
  readonly unless?: string;
}

const RBAC = 'rbac.authorization.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';
const CERTIFICATES = 'certificates.k8s.io';
const READ = 'get,list,watch';
const WRITE = 'create,update,patch';
const CHANGE = 'update,patch';
const REMOVE = 'create,update,patch,delete,deletecollection';

const CREATE_PODS = needOf('create', '', 'pods');
const WORKLOADS = [
  needOf(WRITE, 'apps', 'deployments', 'daemonsets', 'statefulsets', 'replicasets'),
  needOf(WRITE, 'batch', 'jobs', 'cronjobs'),
  needOf(WRITE, '', 'replicationcontrollers'),
];
const WRITE_BINDINGS = [needOf(WRITE, RBAC, 'rolebindings', 'clusterrolebindings')];

const row = (
  id: string,
  name: string,
  severity: Severity,
  why: string,
  needs: readonly Need[],
  more: Partial<DangerousPermission> = {},
): DangerousPermission => ({ id, name, severity, why, needs, ...more });

/**
 * What leads further than it says, beside full control and bindings by whom they name, which are told apart in `listRisks`.
 * https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks
 */
export const DANGEROUS_PERMISSIONS: readonly DangerousPermission[] = [
  row('P2', 'escalate', 'critical', 'whoever may escalate and change roles gives himself everything', [
    [needOf('escalate', RBAC, 'roles', 'clusterroles')],
    [needOf(WRITE, RBAC, 'roles', 'clusterroles')],
  ]),
  row('P3', 'bind', 'critical', 'whoever may bind and write bindings has any role', [
    [needOf('bind', RBAC, 'roles', 'clusterroles')],
    WRITE_BINDINGS,
  ]),
  row('P4', 'spread', 'medium', 'whoever writes bindings without bind gives others what he has himself', [WRITE_BINDINGS], {
    unless: 'P3',
  }),
  row('P5', 'impersonate', 'critical', 'whoever may impersonate is somebody else', [
    [
      needOf('impersonate', '', 'users', 'groups', 'serviceaccounts'),
      needOf('impersonate', 'authentication.k8s.io', 'uids', 'userextras', 'userextras/scopes'),
    ],
  ]),
  row('P6', 'secrets-read', 'critical', 'Secrets hold tokens and passwords; list and watch show their content too', [
    [needOf(READ, '', 'secrets')],
  ]),
  row('P7', 'token-by-secret', 'critical', 'a Secret of type service-account-token gets a token that does not end', [
    [needOf('create', '', 'secrets')],
    [needOf(READ, '', 'secrets'), CREATE_PODS, ...WORKLOADS],
  ]),
  row(
    'P8',
    'bootstrap-token',
    'high',
    'a Secret of kube-system can be a bootstrap token, which makes nodes',
    [[needOf('create', '', 'secrets')]],
    {
      onlyIn: 'kube-system',
      unless: 'P7',
    },
  ),
  row('P9', 'token-create', 'critical', 'whoever creates tokens of a service account is that account', [
    [needOf('create', '', 'serviceaccounts/token')],
  ]),
  row('P10', 'pod-create', 'critical', 'a pod runs as any service account of its namespace and mounts any Secret of it', [[CREATE_PODS]]),
  row('P11', 'workload-write', 'high', 'what makes pods makes them as any service account of the namespace', [WORKLOADS]),
  row('P12', 'pod-change', 'high', 'whoever changes pods runs his own image in them', [[needOf(CHANGE, '', 'pods')]]),
  row('P13', 'pod-exec', 'high', 'commands in pods; before 1.35 get is enough', [[needOf('create,get', '', 'pods/exec', 'pods/attach')]]),
  row('P14', 'ephemeral-container', 'high', 'a container of his own in a running pod', [[needOf(CHANGE, '', 'pods/ephemeralcontainers')]]),
  row('P15', 'port-forward', 'medium', 'ports of pods past every NetworkPolicy', [
    [needOf('create,get', '', 'pods/portforward'), needOf('create,get,update,patch,delete', '', 'pods/proxy', 'services/proxy')],
  ]),
  row('P16', 'node-proxy', 'critical', 'the kubelet runs commands in every pod, past audit and admission; get is enough', [
    [needOf('get,create', '', 'nodes/proxy')],
  ]),
  row('P17', 'node-read', 'high', 'logs, settings and pods of nodes', [[needOf('get', '', 'nodes/log', 'nodes/configz', 'nodes/pods')]]),
  row('P17', 'node-figures', 'medium', 'figures of nodes and their pods', [[needOf('get', '', 'nodes/stats', 'nodes/metrics')]]),
  row('P18', 'certificate-approve', 'critical', 'a client certificate as anybody but system:masters', [
    [needOf('approve', CERTIFICATES, 'signers')],
    [needOf(CHANGE, CERTIFICATES, 'certificatesigningrequests/approval')],
    [needOf('create', CERTIFICATES, 'certificatesigningrequests')],
  ]),
  row('P19', 'certificate-sign', 'critical', 'certificates without approval', [
    [needOf('sign', CERTIFICATES, 'signers')],
    [needOf(CHANGE, CERTIFICATES, 'certificatesigningrequests/status')],
  ]),
  row('P20', 'webhook-write', 'critical', 'a webhook reads and alters all that is admitted', [
    [needOf(WRITE, ADMISSION, 'mutatingwebhookconfigurations', 'validatingwebhookconfigurations')],
  ]),
  row('P21', 'mutating-policy-write', 'critical', 'a mutating policy alters all that is admitted', [
    [needOf(WRITE, ADMISSION, 'mutatingadmissionpolicies', 'mutatingadmissionpolicybindings')],
  ]),
  row('P22', 'guard-remove', 'high', 'what refuses bad objects can be weakened or taken away', [
    [
      needOf('update,patch,delete,deletecollection', ADMISSION, 'validatingadmissionpolicies', 'validatingadmissionpolicybindings'),
      needOf('delete,deletecollection', ADMISSION, 'validatingwebhookconfigurations', 'mutatingwebhookconfigurations'),
    ],
  ]),
  row('P23', 'namespace-label', 'high', 'labels of namespaces relax Pod Security and open NetworkPolicies', [
    [needOf(CHANGE, '', 'namespaces')],
  ]),
  row('P24', 'volume-create', 'critical', 'a PersistentVolume is a path of the node, behind the back of Pod Security', [
    [needOf('create', '', 'persistentvolumes')],
  ]),
  row('P25', 'storage-class-create', 'high', 'a storage class may provision paths of the node', [
    [needOf('create', 'storage.k8s.io', 'storageclasses')],
  ]),
  row('P26', 'api-service-write', 'critical', 'requests of an API group go to a server of his own', [
    [needOf(WRITE, 'apiregistration.k8s.io', 'apiservices')],
  ]),
  row('P27', 'definition-write', 'high', 'a conversion webhook alters custom resources', [
    [needOf('create,patch,update', 'apiextensions.k8s.io', 'customresourcedefinitions')],
  ]),
  row('P28', 'endpoint-write', 'high', 'traffic of Services goes elsewhere', [
    [needOf(CHANGE, '', 'endpoints'), needOf(CHANGE, 'discovery.k8s.io', 'endpointslices')],
  ]),
  row('P29', 'service-write', 'high', 'external IPs of a Service take over traffic of others (CVE-2020-8554)', [
    [needOf(WRITE, '', 'services'), needOf(CHANGE, '', 'services/status')],
  ]),
  row('P30', 'route-write', 'medium', 'routes expose workloads and take TLS Secrets', [
    [
      needOf(WRITE, 'networking.k8s.io', 'ingresses'),
      needOf(WRITE, 'gateway.networking.k8s.io', 'gateways', 'httproutes', 'referencegrants'),
    ],
  ]),
  row('P31', 'network-policy-write', 'high', 'segmentation of the network can be taken away', [
    [
      needOf(REMOVE, 'networking.k8s.io', 'networkpolicies'),
      needOf(REMOVE, 'policy.networking.k8s.io', 'adminnetworkpolicies', 'baselineadminnetworkpolicies', 'clusternetworkpolicies'),
      needOf(REMOVE, 'cilium.io', 'ciliumnetworkpolicies', 'ciliumclusterwidenetworkpolicies'),
      needOf(REMOVE, 'projectcalico.org', 'networkpolicies', 'globalnetworkpolicies'),
    ],
  ]),
  row(
    'P32',
    'system-config-write',
    'critical',
    'ConfigMaps of kube-system hold DNS, cloud users and trusted authorities',
    [[needOf(CHANGE, '', 'configmaps')]],
    {
      onlyIn: 'kube-system',
      names: ['coredns', 'aws-auth', 'extension-apiserver-authentication', 'kubeadm-config'],
    },
  ),
  row('P33', 'node-change', 'medium', 'taints and deletion of nodes move pods', [
    [needOf('update,patch,delete,deletecollection', '', 'nodes'), needOf(CHANGE, '', 'nodes/status')],
  ]),
  row('P34', 'pod-steal', 'high', 'pods can be pulled onto a node of his own', [
    [needOf('delete,deletecollection', '', 'pods'), needOf('create', '', 'pods/eviction')],
    [needOf(CHANGE, '', 'nodes', 'nodes/status')],
  ]),
  row('P35', 'pod-bind', 'high', 'pods can be put on a node of the control plane', [[needOf('create', '', 'pods/binding', 'bindings')]]),
  row('P36', 'pod-status', 'low', 'endpoints of Services can be taken over', [[needOf(CHANGE, '', 'pods/status')]]),
  row('P37', 'access-review', 'low', 'rights of others can be found out', [
    [needOf('create', 'authorization.k8s.io', 'subjectaccessreviews', 'localsubjectaccessreviews')],
  ]),
  row('P38', 'event-delete', 'medium', 'traces can be hidden', [
    [needOf('delete,deletecollection', '', 'events'), needOf('delete,deletecollection', 'events.k8s.io', 'events')],
  ]),
  row('P39', 'log-read', 'medium', 'logs hold secrets', [[needOf('get', '', 'pods/log')]]),
  row('P40', 'read-everything', 'critical', 'all resources include Secrets', [[needOf(READ, '*', '*')]]),
  row('P44', 'operator-resource', 'high', 'an operator acts upon it with its own rights', [
    [
      needOf(WRITE, 'kustomize.toolkit.fluxcd.io', 'kustomizations'),
      needOf(WRITE, 'helm.toolkit.fluxcd.io', 'helmreleases'),
      needOf(WRITE, 'argoproj.io', 'applications', 'workflows'),
      needOf(WRITE, 'tekton.dev', 'pipelineruns'),
      needOf(WRITE, 'cert-manager.io', 'certificates'),
      needOf(WRITE, 'external-secrets.io', 'externalsecrets'),
      needOf(WRITE, 'kyverno.io', 'policies', 'clusterpolicies'),
      needOf(WRITE, 'velero.io', 'restores'),
      needOf(WRITE, 'operators.coreos.com', 'subscriptions'),
      needOf(WRITE, 'kubevirt.io', 'virtualmachines'),
      needOf(WRITE, 'karpenter.sh', 'nodepools'),
      needOf(WRITE, 'monitoring.coreos.com', 'servicemonitors'),
    ],
  ]),
  row(
    'P46',
    'leader-lease',
    'medium',
    'without their lease controllers and scheduler stand still',
    [[needOf(CHANGE, 'coordination.k8s.io', 'leases')]],
    {
      onlyIn: 'kube-system',
      names: ['kube-controller-manager', 'kube-scheduler'],
    },
  ),
  row('P46', 'priority-class', 'low', 'pods of high priority displace others', [
    [needOf('create', 'scheduling.k8s.io', 'priorityclasses')],
  ]),
];
