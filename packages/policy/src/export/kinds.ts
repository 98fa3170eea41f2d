/** How the API server serves a kind, and where the kind holds its pod template. */
export interface ServedKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly resource: string;
  readonly template?: TemplatePath;
}

/** The three places of a pod template in built-in kinds, then those of custom kinds. */
export type TemplatePath = 'pod' | 'template' | 'cronjob' | 'jobtarget' | 'sandbox';

/** CEL over `variables.object` that gives what holds the pod's metadata and spec. */
export const TEMPLATE_EXPRESSIONS: Readonly<Record<TemplatePath, string>> = {
  pod: 'variables.object',
  template: 'variables.object.?spec.?template.orValue({})',
  cronjob: 'variables.object.?spec.?jobTemplate.?spec.?template.orValue({})',
  jobtarget: 'variables.object.?spec.?jobTargetRef.?template.orValue({})',
  sandbox: 'variables.object.?spec.?podTemplate.orValue({})',
};

const serve = (group: string, version: string, kinds: Readonly<Record<string, string>>, template?: TemplatePath): readonly ServedKind[] =>
  Object.entries(kinds).map(([kind, resource]) => ({ group, version, kind, resource, ...(template === undefined ? {} : { template }) }));

const WORKLOADS: readonly ServedKind[] = [
  ...serve('', 'v1', { Pod: 'pods' }, 'pod'),
  ...serve(
    'apps',
    'v1',
    { Deployment: 'deployments', StatefulSet: 'statefulsets', DaemonSet: 'daemonsets', ReplicaSet: 'replicasets' },
    'template',
  ),
  ...serve('', 'v1', { ReplicationController: 'replicationcontrollers' }, 'template'),
  ...serve('batch', 'v1', { Job: 'jobs' }, 'template'),
  ...serve('batch', 'v1', { CronJob: 'cronjobs' }, 'cronjob'),
];

const CUSTOM_WORKLOADS: readonly ServedKind[] = [
  ...serve('apps.openshift.io', 'v1', { DeploymentConfig: 'deploymentconfigs' }, 'template'),
  ...serve('argoproj.io', 'v1alpha1', { Rollout: 'rollouts' }, 'template'),
  ...serve('keda.sh', 'v1alpha1', { ScaledJob: 'scaledjobs' }, 'jobtarget'),
  ...serve('agents.x-k8s.io', 'v1alpha1', { Sandbox: 'sandboxes' }, 'sandbox'),
  ...serve('extensions.agents.x-k8s.io', 'v1alpha1', { SandboxTemplate: 'sandboxtemplates' }, 'sandbox'),
];

const RBAC = 'rbac.authorization.k8s.io';
const ROLES = serve(RBAC, 'v1', { Role: 'roles', ClusterRole: 'clusterroles' });
const BINDINGS = serve(RBAC, 'v1', { RoleBinding: 'rolebindings', ClusterRoleBinding: 'clusterrolebindings' });
const INGRESSES = [
  ...serve('networking.k8s.io', 'v1', { Ingress: 'ingresses' }),
  ...serve('gateway.networking.k8s.io', 'v1', { HTTPRoute: 'httproutes', GRPCRoute: 'grpcroutes' }),
  ...serve('gateway.networking.k8s.io', 'v1alpha2', { TCPRoute: 'tcproutes', TLSRoute: 'tlsroutes', UDPRoute: 'udproutes' }),
];
const NETWORK_POLICIES = serve('networking.k8s.io', 'v1', { NetworkPolicy: 'networkpolicies' });
const SECRETS = serve('', 'v1', { Secret: 'secrets', ConfigMap: 'configmaps' });
const NAMESPACES = serve('', 'v1', { Namespace: 'namespaces' });
const SERVICES = serve('', 'v1', { Service: 'services' });
const ACCOUNTS = serve('', 'v1', { ServiceAccount: 'serviceaccounts' });

/** Kinds that policies over any object speak of, beside those of the other targets. */
const OTHERS: readonly ServedKind[] = [
  ...serve('', 'v1', {
    PersistentVolume: 'persistentvolumes',
    PersistentVolumeClaim: 'persistentvolumeclaims',
    LimitRange: 'limitranges',
    ResourceQuota: 'resourcequotas',
    Endpoints: 'endpoints',
    PodTemplate: 'podtemplates',
  }),
  ...serve('policy', 'v1', { PodDisruptionBudget: 'poddisruptionbudgets' }),
  ...serve('autoscaling', 'v2', { HorizontalPodAutoscaler: 'horizontalpodautoscalers' }),
  ...serve('storage.k8s.io', 'v1', { StorageClass: 'storageclasses' }),
  ...serve('discovery.k8s.io', 'v1', { EndpointSlice: 'endpointslices' }),
  ...serve('constraints.gatekeeper.sh', 'v1beta1', { K8sAllowedRepos: 'k8sallowedrepos' }),
  ...serve('argoproj.io', 'v1alpha1', {
    Application: 'applications',
    AppProject: 'appprojects',
    Workflow: 'workflows',
    WorkflowTemplate: 'workflowtemplates',
    CronWorkflow: 'cronworkflows',
  }),
  ...serve('cert-manager.io', 'v1', { Certificate: 'certificates' }),
  ...serve('security.istio.io', 'v1', { PeerAuthentication: 'peerauthentications' }),
  ...serve('networking.istio.io', 'v1', { DestinationRule: 'destinationrules', VirtualService: 'virtualservices' }),
  ...serve('policy.linkerd.io', 'v1beta3', { Server: 'servers' }),
  ...serve('route.openshift.io', 'v1', { Route: 'routes' }),
  ...serve('build.openshift.io', 'v1', { BuildConfig: 'buildconfigs' }),
  ...serve('security.openshift.io', 'v1', { SecurityContextConstraints: 'securitycontextconstraints' }),
  ...serve('kubevirt.io', 'v1', { VirtualMachine: 'virtualmachines' }),
  ...serve('autoscaling.k8s.io', 'v1', { VerticalPodAutoscaler: 'verticalpodautoscalers' }),
  ...serve('monitoring.coreos.com', 'v1', { ServiceMonitor: 'servicemonitors' }),
  ...serve('traefik.io', 'v1alpha1', { TLSOption: 'tlsoptions' }),
];

const POD_TARGETS = [...WORKLOADS, ...CUSTOM_WORKLOADS];

/** Kinds that a request must be about for a policy of a target to look at it. */
export const SERVED_KINDS: Readonly<Record<string, readonly ServedKind[]>> = {
  workload: POD_TARGETS,
  container: POD_TARGETS,
  image: POD_TARGETS,
  storage: POD_TARGETS,
  service: SERVICES,
  ingress: INGRESSES,
  network: NETWORK_POLICIES,
  namespace: NAMESPACES,
  'service-account': ACCOUNTS,
  role: ROLES,
  binding: BINDINGS,
  secret: SECRETS,
  object: [
    ...POD_TARGETS,
    ...SERVICES,
    ...INGRESSES,
    ...NETWORK_POLICIES,
    ...NAMESPACES,
    ...ACCOUNTS,
    ...ROLES,
    ...BINDINGS,
    ...SECRETS,
    ...OTHERS,
  ],
};

/** Whether Kubernetes itself serves the kind. */
export function isBuiltIn({ group }: ServedKind): boolean {
  return (
    !group.includes('.') ||
    (group.endsWith('.k8s.io') && !group.endsWith('.x-k8s.io') && group !== 'gateway.networking.k8s.io' && group !== 'autoscaling.k8s.io')
  );
}
