import type { NodeFacts } from '@breakwater/model';
import { RUNTIME_CONFIGS, SSH_UNITS } from '../evidence/layout.ts';

type NodeFile = NodeFacts['files'][number];

/** Flags of each component on a node that is set up as every check wants it. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  'kube-apiserver': [
    'anonymous-auth=false',
    'authorization-mode=Node,RBAC',
    'enable-admission-plugins=NodeRestriction,DenyServiceExternalIPs,EventRateLimit,AlwaysPullImages,ImagePolicyWebhook',
    'admission-control-config-file=/etc/kubernetes/admission.yaml',
    'kubelet-client-certificate=/etc/kubernetes/pki/apiserver-kubelet-client.crt',
    'kubelet-client-key=/etc/kubernetes/pki/apiserver-kubelet-client.key',
    'kubelet-certificate-authority=/etc/kubernetes/pki/ca.crt',
    'profiling=false',
    'audit-log-path=/var/log/audit.log',
    'audit-log-maxage=365',
    'audit-log-maxbackup=10',
    'audit-log-maxsize=100',
    'audit-policy-file=/etc/kubernetes/audit.yaml',
    'service-account-key-file=/etc/kubernetes/pki/sa.pub',
    'service-account-extend-token-expiration=false',
    'etcd-certfile=/etc/kubernetes/pki/apiserver-etcd-client.crt',
    'etcd-keyfile=/etc/kubernetes/pki/apiserver-etcd-client.key',
    'etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt',
    'tls-cert-file=/etc/kubernetes/pki/apiserver.crt',
    'tls-private-key-file=/etc/kubernetes/pki/apiserver.key',
    'client-ca-file=/etc/kubernetes/pki/ca.crt',
    'encryption-provider-config=/etc/kubernetes/encryption.yaml',
    'tls-cipher-suites=TLS_AES_128_GCM_SHA256',
    'tls-min-version=VersionTLS12',
  ],
  'kube-controller-manager': [
    'kubeconfig=/etc/kubernetes/controller-manager.conf',
    'terminated-pod-gc-threshold=100',
    'profiling=false',
    'use-service-account-credentials=true',
    'service-account-private-key-file=/etc/kubernetes/pki/sa.key',
    'root-ca-file=/etc/kubernetes/pki/ca.crt',
    'tls-min-version=VersionTLS12',
    'bind-address=127.0.0.1',
  ],
  'kube-scheduler': [
    'kubeconfig=/etc/kubernetes/scheduler.conf',
    'profiling=false',
    'bind-address=127.0.0.1',
    'tls-min-version=VersionTLS12',
  ],
  etcd: [
    'data-dir=/var/lib/etcd',
    'cert-file=/etc/kubernetes/pki/etcd/server.crt',
    'key-file=/etc/kubernetes/pki/etcd/server.key',
    'client-cert-auth=true',
    'trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt',
    'peer-cert-file=/etc/kubernetes/pki/etcd/peer.crt',
    'peer-key-file=/etc/kubernetes/pki/etcd/peer.key',
    'peer-client-cert-auth=true',
  ],
  kubelet: ['config=/var/lib/kubelet/config.yaml', 'kubeconfig=/etc/kubernetes/kubelet.conf'],
  'kube-proxy': ['kubeconfig=/var/lib/kube-proxy/kubeconfig.conf'],
};

export const KUBELET_CONFIG = `
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: { anonymous: { enabled: false }, x509: { clientCAFile: /etc/kubernetes/pki/ca.crt } }
authorization: { mode: Webhook }
protectKernelDefaults: true
rotateCertificates: true
serverTLSBootstrap: true
seccompDefault: true
podPidsLimit: 4096
streamingConnectionIdleTimeout: 5m0s
tlsCipherSuites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]
`;

export const AUDIT_POLICY = `
apiVersion: audit.k8s.io/v1
kind: Policy
rules:
  - level: Metadata
    resources: [{ group: "", resources: [secrets, configmaps, serviceaccounts/token] }, { group: authentication.k8s.io, resources: [tokenreviews] }]
  - level: RequestResponse
    resources: [{ group: rbac.authorization.k8s.io }]
  - level: Request
`;

export const ENCRYPTION = `
apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets]
    providers: [{ secretbox: { keys: [] } }, { identity: {} }]
`;

export const ADMISSION = `
apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins: [{ name: PodSecurity, configuration: {} }]
`;

export function file(path: string, change: Partial<NodeFile> = {}): NodeFile {
  return { path, type: 'file', mode: '600', uid: 0, gid: 0, owner: 'root', group: 'root', ...change };
}

const FILES: readonly NodeFile[] = [
  ...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'].map(name => file(`/etc/kubernetes/manifests/${name}.yaml`)),
  ...['admin', 'super-admin', 'scheduler', 'controller-manager', 'kubelet'].map(name => file(`/etc/kubernetes/${name}.conf`)),
  file('/etc/kubernetes/pki', { type: 'directory', mode: '755' }),
  file('/etc/kubernetes/pki/ca.crt', { mode: '644', sha256: 'a' }),
  file('/etc/kubernetes/pki/ca.key'),
  file('/etc/kubernetes/pki/etcd/ca.crt', { mode: '644', sha256: 'b' }),
  file('/etc/cni/net.d', { type: 'directory', mode: '755' }),
  file('/etc/cni/net.d/10-cilium.conflist'),
  file('/var/lib/cni/networks', { type: 'absent', mode: '000' }),
  file('/var/lib/etcd', { type: 'directory', mode: '700', uid: 999, gid: 999, owner: 'etcd', group: 'etcd' }),
  file('/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf'),
  file('/var/lib/kubelet/config.yaml', { content: KUBELET_CONFIG }),
  file('/var/lib/kube-proxy/kubeconfig.conf'),
  file('/var/lib/etcd/member/snap/db'),
  file('/var/log/audit.log'),
  file('/etc/kubernetes/azure.json'),
  file('/etc/kubernetes/admission.yaml', { content: ADMISSION }),
  ...[...SSH_UNITS, ...RUNTIME_CONFIGS].map(path => file(path, { type: 'absent', mode: '000' })),
  file('/etc/kubernetes/audit.yaml', { content: AUDIT_POLICY }),
  file('/etc/kubernetes/encryption.yaml', { content: ENCRYPTION }),
];

export interface NodeChange {
  /** Flags of a component to add or replace, `name=value`; with a minus before it one that goes. */
  readonly flags?: Readonly<Record<string, readonly string[]>>;
  /** Files to add or replace. */
  readonly files?: readonly NodeFile[];
  readonly facts?: Partial<NodeFacts>;
}

/** Facts of a control plane node of kubeadm on which nothing is wrong, but for a change. */
export function buildKubeadmNode({ flags = {}, files = [], facts = {} }: NodeChange = {}): NodeFacts {
  const processes = Object.entries(FLAGS).map(([name, own]) => ({
    name,
    exe: `/usr/local/bin/${name}`,
    argv: [name, ...changeFlags(own, flags[name] ?? []).map(flag => `--${flag}`)],
    env: {},
  }));
  const changed = new Set(files.map(({ path }) => path));
  return {
    schema: 'node-facts/1',
    node: 'node-1',
    distribution: 'kubeadm',
    collectedAt: '2026-12-01T00:00:00Z',
    processes: [...processes, { name: 'cilium-agent', exe: '/usr/bin/cilium-agent', argv: ['cilium-agent'], env: {} }],
    files: [...FILES.filter(({ path }) => !changed.has(path)), ...files],
    certificates: [{ path: '/etc/kubernetes/pki/apiserver.crt', notAfter: '2027-11-30T00:00:00Z' }],
    sysctls: {},
    listening: [],
    ...facts,
  };
}

function changeFlags(own: readonly string[], changes: readonly string[]): readonly string[] {
  const nameOf = (flag: string): string => flag.replace(/^-/, '').split('=')[0] ?? '';
  const changed = new Set(changes.map(nameOf));
  return [...own.filter(flag => !changed.has(nameOf(flag))), ...changes.filter(flag => !flag.startsWith('-'))];
}
