/** How components are started, and what checks have to say of each: everything as it should be, everything left out, and what is worse than nothing. */
export interface Setting {
  readonly name: string;
  readonly etcd: readonly string[];
  readonly apiServer: readonly string[];
  readonly manager: readonly string[];
  readonly scheduler: readonly string[];
  /** Checks that have to fail; all others of FLAG_CHECKS have to pass. */
  readonly fails: readonly string[];
}

/** Every check that flags of these four decide, or a file that a flag names. */
export const FLAG_CHECKS: readonly string[] = [
  'api-server-anonymous-auth',
  'api-server-token-file',
  'api-server-external-ips-plugin-off',
  'api-server-kubelet-client-cert-missing',
  'api-server-kubelet-ca-missing',
  'api-server-always-allow',
  'api-server-node-authorizer-off',
  'api-server-rbac-off',
  'api-server-event-rate-limit-off',
  'api-server-always-admit',
  'api-server-always-pull-images-off',
  'api-server-service-account-plugin-off',
  'api-server-namespace-lifecycle-off',
  'api-server-node-restriction-off',
  'api-server-profiling',
  'api-server-audit-log-off',
  'api-server-audit-log-age',
  'api-server-audit-log-backups',
  'api-server-audit-log-size',
  'api-server-audit-policy-missing',
  'audit-policy-incomplete',
  'audit-policy-incomplete-credentials',
  'api-server-service-account-lookup-off',
  'api-server-token-extension',
  'api-server-etcd-client-cert-missing',
  'api-server-serving-cert-missing',
  'api-server-client-ca-missing',
  'api-server-etcd-ca-missing',
  'secret-encryption-off',
  'secret-encryption-weak',
  'api-server-weak-ciphers',
  'controller-manager-pod-gc-not-set',
  'controller-manager-profiling',
  'controller-manager-shared-credentials',
  'controller-manager-signing-key-missing',
  'controller-manager-root-ca-missing',
  'controller-manager-server-cert-rotation-off',
  'controller-manager-bind-address',
  'scheduler-profiling',
  'scheduler-bind-address',
  'etcd-cert-missing',
  'etcd-client-cert-auth-off',
  'etcd-auto-tls',
  'etcd-peer-cert-missing',
  'etcd-peer-client-cert-auth-off',
  'etcd-peer-auto-tls',
  'etcd-shared-ca',
];

/** What a server needs to start at all, whatever else it is told. */
export function listNeeded(folder: string, apiPort: number): readonly string[] {
  return [
    `secure-port=${apiPort}`,
    'bind-address=127.0.0.1',
    'service-account-issuer=https://kubernetes.default.svc',
    `service-account-signing-key-file=${folder}/accounts.key`,
    // Without it the server does not start at all.
    `service-account-key-file=${folder}/accounts.pub`,
    'service-cluster-ip-range=10.96.0.0/16',
  ];
}

const AUDIT_SOUND = 'audit.yaml';
const AUDIT_SILENT = 'audit-none.yaml';

/** Files that flags name, by name. */
export const FILES: Readonly<Record<string, string>> = {
  [AUDIT_SOUND]: `apiVersion: audit.k8s.io/v1
kind: Policy
rules:
  - level: Metadata
    resources:
      - { group: "", resources: [secrets, configmaps, serviceaccounts/token] }
      - { group: authentication.k8s.io, resources: [tokenreviews] }
  - level: Request
`,
  [AUDIT_SILENT]: 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{ level: None }]\n',
  'encryption.yaml': `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets]
    providers:
      - secretbox: { keys: [{ name: a, secret: MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE= }] }
      - identity: {}
`,
  'encryption-identity.yaml': `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets]
    providers:
      - identity: {}
      - secretbox: { keys: [{ name: a, secret: MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE= }] }
`,
  'admission.yaml': `apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins:
  - name: EventRateLimit
    configuration:
      apiVersion: eventratelimit.admission.k8s.io/v1alpha1
      kind: Configuration
      limits: [{ type: Server, qps: 5000, burst: 20000 }]
`,
};

const PLUGINS = 'NodeRestriction,DenyServiceExternalIPs,EventRateLimit,AlwaysPullImages';

/** Three starts of each component; `etcd` gives the address that it listens at. */
export function listSettings(folder: string): readonly Setting[] {
  const at = (name: string): string => `${folder}/${name}`;
  return [
    {
      name: 'everything as it should be',
      etcd: [
        `cert-file=${at('etcd.crt')}`,
        `key-file=${at('etcd.key')}`,
        'client-cert-auth=true',
        `trusted-ca-file=${at('etcd.crt')}`,
        `peer-cert-file=${at('etcd.crt')}`,
        `peer-key-file=${at('etcd.key')}`,
        'peer-client-cert-auth=true',
        `peer-trusted-ca-file=${at('etcd.crt')}`,
      ],
      apiServer: [
        'anonymous-auth=false',
        'authorization-mode=Node,RBAC',
        `enable-admission-plugins=${PLUGINS}`,
        `admission-control-config-file=${at('admission.yaml')}`,
        `kubelet-client-certificate=${at('api.crt')}`,
        `kubelet-client-key=${at('api.key')}`,
        `kubelet-certificate-authority=${at('api.crt')}`,
        'profiling=false',
        `audit-log-path=${at('audit.log')}`,
        'audit-log-maxage=30',
        'audit-log-maxbackup=10',
        'audit-log-maxsize=100',
        `audit-policy-file=${at(AUDIT_SOUND)}`,
        'service-account-lookup=true',
        'service-account-extend-token-expiration=false',
        `etcd-certfile=${at('etcd.crt')}`,
        `etcd-keyfile=${at('etcd.key')}`,
        `etcd-cafile=${at('etcd.crt')}`,
        `tls-cert-file=${at('api.crt')}`,
        `tls-private-key-file=${at('api.key')}`,
        `client-ca-file=${at('api.crt')}`,
        `encryption-provider-config=${at('encryption.yaml')}`,
        'tls-cipher-suites=TLS_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
      ],
      manager: [
        'terminated-pod-gc-threshold=100',
        'profiling=false',
        'use-service-account-credentials=true',
        `service-account-private-key-file=${at('accounts.key')}`,
        `root-ca-file=${at('api.crt')}`,
        'bind-address=127.0.0.1',
      ],
      scheduler: ['profiling=false', 'bind-address=127.0.0.1'],
      fails: [],
    },
    {
      name: 'everything left out',
      etcd: [],
      apiServer: [`cert-dir=${at('made')}`],
      manager: [],
      scheduler: [],
      fails: FLAG_CHECKS.filter(check => !SOUND_BY_DEFAULT.includes(check)),
    },
    {
      name: 'values that are worse than nothing',
      etcd: ['auto-tls=true', 'peer-auto-tls=true'],
      apiServer: [
        `cert-dir=${at('made')}`,
        'anonymous-auth=true',
        `token-auth-file=${at('tokens.csv')}`,
        'authorization-mode=AlwaysAllow',
        'enable-admission-plugins=AlwaysAdmit',
        'disable-admission-plugins=ServiceAccount,NamespaceLifecycle',
        'profiling=true',
        `audit-log-path=${at('audit.log')}`,
        'audit-log-maxage=29',
        'audit-log-maxbackup=9',
        'audit-log-maxsize=99',
        `audit-policy-file=${at(AUDIT_SILENT)}`,
        'service-account-lookup=false',
        'service-account-extend-token-expiration=true',
        `encryption-provider-config=${at('encryption-identity.yaml')}`,
        'tls-cipher-suites=TLS_RSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
      ],
      manager: ['profiling=true', 'use-service-account-credentials=false', 'bind-address=0.0.0.0'],
      scheduler: ['profiling=true', 'bind-address=0.0.0.0'],
      fails: FLAG_CHECKS.filter(check => !SOUND_BY_VALUE.includes(check)),
    },
  ];
}

/** What holds where nothing is written. */
const SOUND_BY_DEFAULT: readonly string[] = [
  'api-server-token-file',
  'api-server-always-admit',
  'api-server-service-account-plugin-off',
  'api-server-namespace-lifecycle-off',
  'api-server-service-account-lookup-off',
  'controller-manager-server-cert-rotation-off',
  'etcd-auto-tls',
  'etcd-peer-auto-tls',
  // A single member has no peers.
  'etcd-peer-cert-missing',
  'etcd-peer-client-cert-auth-off',
];

/** What the third start leaves in order. */
const SOUND_BY_VALUE: readonly string[] = [
  'api-server-audit-log-off',
  'api-server-audit-policy-missing',
  'secret-encryption-off',
  'controller-manager-server-cert-rotation-off',
  'etcd-peer-cert-missing',
  'etcd-peer-client-cert-auth-off',
];
