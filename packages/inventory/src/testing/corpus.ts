import type { Raw } from '../raw.ts';
import { buildDeployment, buildObject, buildPod } from './build.ts';

const WEB = { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] };
const CLUSTER = { namespace: undefined };

const WEB_POD: Raw = {
  serviceAccountName: 'web',
  automountServiceAccountToken: true,
  hostNetwork: true,
  nodeSelector: { 'kubernetes.io/os': 'linux' },
  os: { name: 'linux' },
  securityContext: {
    runAsUser: 1000,
    runAsGroup: 1000,
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
    sysctls: [{ name: 'a', value: 'b' }],
  },
  resources: { requests: { cpu: '1' }, limits: { memory: '1Gi' } },
  affinity: {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: WEB, namespaces: ['shop'] }],
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: { topologyKey: 'x', labelSelector: WEB } }],
    },
  },
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', labelSelector: WEB }],
  containers: [
    {
      name: 'app',
      image: 'ghcr.io/shop/web:1@sha256:00',
      imagePullPolicy: 'Always',
      command: ['/web'],
      args: ['--port', '8080'],
      ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP', hostPort: 80 }],
      env: [
        { name: 'PASSWORD', value: 'x' },
        { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'token', key: 'value' } } },
      ],
      envFrom: [{ prefix: 'A_', configMapRef: { name: 'settings', optional: true } }, { secretRef: { name: 'token' } }],
      resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: 1, memory: '1Gi' } },
      securityContext: {
        privileged: true,
        capabilities: { add: ['NET_ADMIN'], drop: ['ALL'] },
        seLinuxOptions: { type: 'spc_t' },
        windowsOptions: { hostProcess: true },
        appArmorProfile: { type: 'Localhost', localhostProfile: 'web' },
      },
      volumeMounts: [{ name: 'data', mountPath: '/data', readOnly: true, subPath: 'a', mountPropagation: 'None' }],
      livenessProbe: { httpGet: { path: '/', port: 'http', host: 'x' }, exec: { command: ['true'] } },
      lifecycle: { preStop: { tcpSocket: { host: 'x', port: 1 } } },
    },
  ],
  initContainers: [
    { name: 'side', image: 'side:1', restartPolicy: 'Always' },
    { name: 'init', image: 'init:1' },
  ],
  ephemeralContainers: [{ name: 'debug', image: 'debug:1' }],
  volumes: [
    { name: 'data', hostPath: { path: '/var/run/../run/docker.sock', type: 'Socket' } },
    {
      name: 'conf',
      projected: { sources: [{ configMap: { name: 'settings', items: [{ key: 'a', path: 'b' }] } }, { secret: { name: 'token' } }] },
    },
    { name: 'img', image: { reference: 'models:1', pullPolicy: 'Never' } },
    { name: 'claim', persistentVolumeClaim: { claimName: 'data' } },
  ],
};

const RULE: Raw = {
  verbs: ['get', '*'],
  apiGroups: ['', 'apps'],
  resources: ['pods', 'pods/exec'],
  resourceNames: ['a'],
  nonResourceURLs: ['/x'],
};
const SCALE = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
const RBAC = 'rbac.authorization.k8s.io/v1';
const GATEWAY = 'gateway.networking.k8s.io/v1';

/** One or more valid objects of every kind that a fact looks into, joined with each other; deep enough that every getter has something to read. */
export const CORPUS: readonly Raw[] = [
  buildDeployment('web', {
    pod: WEB_POD,
    spec: { replicas: 3, selector: WEB, strategy: { type: 'Recreate' } },
    metadata: { labels: { app: 'web' }, annotations: { 'helm.sh/hook': 'test' }, uid: 'u' },
  }),
  buildPod('lone', WEB_POD, {
    labels: { app: 'web' },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', controller: true }],
  }),
  buildObject('apps/v1', 'StatefulSet', 'db', {
    spec: {
      serviceName: 'web',
      replicas: 2,
      selector: WEB,
      template: { metadata: { labels: { app: 'web' } }, spec: WEB_POD },
      volumeClaimTemplates: [{ metadata: { name: 'data' } }],
    },
  }),
  buildObject('batch/v1', 'CronJob', 'nightly', {
    spec: { schedule: '0 0 * * *', jobTemplate: { spec: { template: { spec: WEB_POD } } } },
  }),
  buildObject(
    'v1',
    'Service',
    'web',
    {
      spec: {
        type: 'LoadBalancer',
        clusterIP: 'None',
        selector: { app: 'web' },
        externalIPs: ['1.2.3.4'],
        ports: [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP', nodePort: 30000 }],
      },
    },
    { labels: { app: 'web' }, annotations: { 'service.beta.kubernetes.io/aws-load-balancer-internal': 'true' } },
  ),
  buildObject(
    'networking.k8s.io/v1',
    'Ingress',
    'web',
    {
      spec: {
        ingressClassName: 'nginx',
        defaultBackend: { service: { name: 'web', port: { number: 80 } } },
        tls: [{ hosts: ['shop.example'], secretName: 'token' }],
        rules: [
          {
            host: 'shop.example',
            http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { name: 'http' } } } }] },
          },
        ],
      },
    },
    { annotations: { 'nginx.ingress.kubernetes.io/configuration-snippet': 'x' } },
  ),
  buildObject('extensions/v1beta1', 'Ingress', 'old', { spec: { backend: { serviceName: 'web', servicePort: 80 } } }),
  buildObject('networking.k8s.io/v1', 'IngressClass', 'nginx', { spec: { controller: 'k8s.io/ingress-nginx' } }, CLUSTER),
  buildObject(GATEWAY, 'Gateway', 'edge', {
    spec: {
      gatewayClassName: 'x',
      listeners: [{ name: 'a', protocol: 'HTTP', port: 80, hostname: 'x', allowedRoutes: { namespaces: { from: 'All' } } }],
    },
  }),
  buildObject(GATEWAY, 'HTTPRoute', 'web', {
    spec: {
      hostnames: ['x'],
      parentRefs: [{ name: 'edge' }],
      rules: [{ backendRefs: [{ name: 'web', port: 80, kind: 'Service', group: '' }] }],
    },
  }),
  buildObject('networking.istio.io/v1', 'VirtualService', 'web', {
    spec: { hosts: ['web'], gateways: ['edge'], http: [{ route: [{ destination: { host: 'web', port: { number: 80 } } }] }] },
  }),
  buildObject('networking.k8s.io/v1', 'NetworkPolicy', 'web', {
    spec: {
      podSelector: WEB,
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ podSelector: WEB, namespaceSelector: WEB }], ports: [{ port: 'http', protocol: 'TCP' }] }],
      egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }], ports: [{ port: 53, endPort: 54, protocol: 'UDP' }] }],
    },
  }),
  buildObject('cilium.io/v2', 'CiliumNetworkPolicy', 'web', {
    spec: {
      endpointSelector: WEB,
      ingress: [{ fromEndpoints: [WEB], toPorts: [{ ports: [{ port: '80', protocol: 'TCP' }] }] }],
      egress: [{ toCIDR: ['10.0.0.0/8'], toFQDNs: [{ matchName: 'x' }] }],
    },
  }),
  buildObject(
    'crd.projectcalico.org/v1',
    'GlobalNetworkPolicy',
    'web',
    { spec: { selector: "app == 'web'", types: ['Ingress'], ingress: [{ action: 'Deny', source: { nets: ['10.0.0.0/8'] } }] } },
    CLUSTER,
  ),
  buildObject(
    'policy.networking.k8s.io/v1alpha1',
    'AdminNetworkPolicy',
    'web',
    {
      spec: {
        priority: 1,
        subject: { namespaces: WEB },
        ingress: [{ action: 'Deny', from: [{ namespaces: WEB }], ports: [{ portNumber: { port: 80, protocol: 'TCP' } }] }],
      },
    },
    CLUSTER,
  ),
  buildObject(
    'v1',
    'Namespace',
    'shop',
    {},
    {
      namespace: undefined,
      labels: {
        'pod-security.kubernetes.io/enforce': 'baseline',
        'pod-security.kubernetes.io/audit': 'x',
        'pod-security.kubernetes.io/warn': 'restricted',
      },
      annotations: { a: 'b' },
    },
  ),
  buildObject(
    'v1',
    'ServiceAccount',
    'web',
    { automountServiceAccountToken: false, imagePullSecrets: [{ name: 'token' }], secrets: [{ name: 'token' }] },
    { annotations: { 'eks.amazonaws.com/role-arn': 'x' } },
  ),
  buildObject(RBAC, 'Role', 'web', { rules: [RULE] }),
  buildObject(RBAC, 'ClusterRole', 'all', { rules: [RULE], aggregationRule: { clusterRoleSelectors: [WEB] } }, CLUSTER),
  buildObject(RBAC, 'ClusterRole', 'part', { rules: [RULE] }, { namespace: undefined, labels: { app: 'web' } }),
  buildObject(RBAC, 'RoleBinding', 'web', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'web' },
    subjects: [{ kind: 'ServiceAccount', name: 'web', namespace: 'shop' }],
  }),
  buildObject(
    RBAC,
    'ClusterRoleBinding',
    'all',
    {
      roleRef: { kind: 'ClusterRole', name: 'all' },
      subjects: [
        { kind: 'Group', name: 'system:serviceaccounts' },
        { kind: 'User', name: 'u' },
      ],
    },
    CLUSTER,
  ),
  buildObject('v1', 'Secret', 'token', { type: 'Opaque', data: { value: 'eA==' }, stringData: { note: 'x' } }),
  buildObject('v1', 'ConfigMap', 'settings', { data: { a: 'b', 'nginx.conf': 'x' }, binaryData: { c: 'eA==' }, immutable: true }),
  buildObject('policy/v1', 'PodDisruptionBudget', 'web', { spec: { selector: WEB, minAvailable: '50%', maxUnavailable: 1 } }),
  buildObject('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
    spec: { scaleTargetRef: SCALE, minReplicas: 2, maxReplicas: 5, metrics: [{ type: 'Resource', resource: { name: 'cpu' } }] },
  }),
  buildObject('keda.sh/v1alpha1', 'ScaledObject', 'web', { spec: { scaleTargetRef: SCALE, minReplicaCount: 0, maxReplicaCount: 5 } }),
  buildObject('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', 'web', {
    spec: { targetRef: SCALE, updatePolicy: { updateMode: 'Auto' } },
  }),
  buildObject('v1', 'LimitRange', 'limits', {
    spec: { limits: [{ type: 'Container', default: { cpu: '1' }, defaultRequest: { cpu: '1' }, min: { cpu: '1' }, max: { cpu: '1' } }] },
  }),
  buildObject('v1', 'ResourceQuota', 'quota', { spec: { hard: { pods: '10' } } }),
  buildObject(
    'v1',
    'PersistentVolume',
    'data',
    {
      spec: {
        storageClassName: 'fast',
        hostPath: { path: '/data' },
        capacity: { storage: '1Gi' },
        claimRef: { namespace: 'shop', name: 'data' },
      },
    },
    CLUSTER,
  ),
  buildObject('v1', 'PersistentVolumeClaim', 'data', {
    spec: { storageClassName: 'fast', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  }),
  buildObject('storage.k8s.io/v1', 'StorageClass', 'fast', { provisioner: 'x', parameters: { encrypted: 'true' } }, CLUSTER),
  buildObject('monitoring.coreos.com/v1', 'ServiceMonitor', 'web', {
    spec: { selector: WEB, namespaceSelector: { matchNames: ['shop'] }, endpoints: [{ port: 'http' }] },
  }),
  buildObject(
    'admissionregistration.k8s.io/v1',
    'ValidatingWebhookConfiguration',
    'kyverno',
    {
      webhooks: [
        {
          name: 'x',
          namespaceSelector: WEB,
          rules: [{ resources: ['pods'], apiGroups: [''] }],
          clientConfig: { service: { name: 'web', namespace: 'shop' }, caBundle: 'x' },
        },
      ],
    },
    CLUSTER,
  ),
  buildObject('example.com/v1', 'Widget', 'w', { spec: { template: { spec: WEB_POD } } }),
];
