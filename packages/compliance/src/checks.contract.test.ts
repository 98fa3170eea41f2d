import { describe, expect, it } from 'vitest';
import { checks } from './checks.generated.ts';
import { ClusterView } from './cluster-view.ts';
import { ADMISSION, AUDIT_POLICY, buildKubeadmNode, ENCRYPTION, file, KUBELET_CONFIG, type NodeChange } from './testing/kubeadm-node.ts';

/** Checks that look at no node, and have tests of their own. */
const ELSEWHERE = new Set([
  'secret-store-missing',
  'image-admission-missing',
  'people-use-client-certificates',
  'people-use-account-tokens',
  'people-use-bootstrap-tokens',
  'pods-run-too-long',
  'namespace-admission-missing',
  'system-images-old',
  'kubelet-static-pods-on-worker',
]);

const server = (...flags: readonly string[]): NodeChange => ({ flags: { 'kube-apiserver': flags } });
const manager = (...flags: readonly string[]): NodeChange => ({ flags: { 'kube-controller-manager': flags } });
const scheduler = (...flags: readonly string[]): NodeChange => ({ flags: { 'kube-scheduler': flags } });
const etcd = (...flags: readonly string[]): NodeChange => ({ flags: { etcd: flags } });
const kubelet = (from: string, to: string): NodeChange => ({
  files: [file('/var/lib/kubelet/config.yaml', { content: KUBELET_CONFIG.replace(from, to) })],
});
const mode = (path: string, wide: string, type = 'file'): NodeChange => ({ files: [file(path, { mode: wide, type })] });
const owner = (path: string, change = {}): NodeChange => ({ files: [file(path, { uid: 1000, owner: 'jo', ...change })] });
const text = (path: string, content: string): NodeChange => ({ files: [file(path, { content })] });

/** A change of a sound node that has to make the check fail: at least one for each. */
const BREAKS: Readonly<Record<string, readonly NodeChange[]>> = {
  'api-server-anonymous-auth': [server('anonymous-auth=true'), server('-anonymous-auth')],
  'api-server-token-file': [server('token-auth-file=/tokens.csv')],
  'api-server-external-ips-plugin-off': [server('enable-admission-plugins=NodeRestriction')],
  'api-server-kubelet-https-off': [server('kubelet-https=false')],
  'api-server-kubelet-client-cert-missing': [server('-kubelet-client-certificate'), server('-kubelet-client-key')],
  'api-server-kubelet-ca-missing': [server('-kubelet-certificate-authority')],
  'api-server-always-allow': [server('authorization-mode=AlwaysAllow'), server('-authorization-mode')],
  'api-server-node-authorizer-off': [server('authorization-mode=RBAC'), server('authorization-mode=Nodes,RBAC')],
  'api-server-rbac-off': [server('authorization-mode=Node')],
  'api-server-event-rate-limit-off': [server('enable-admission-plugins=NodeRestriction'), server('-admission-control-config-file')],
  'api-server-always-admit': [server('enable-admission-plugins=AlwaysAdmit')],
  'api-server-always-pull-images-off': [server('enable-admission-plugins=NodeRestriction')],
  'api-server-service-account-plugin-off': [server('disable-admission-plugins=ServiceAccount')],
  'api-server-namespace-lifecycle-off': [server('disable-admission-plugins=NamespaceLifecycle,X')],
  'api-server-node-restriction-off': [
    server('enable-admission-plugins=NodeRestrictionX'),
    server('disable-admission-plugins=NodeRestriction'),
    server('authorization-mode=RBAC'),
  ],
  'api-server-image-policy-webhook-off': [server('enable-admission-plugins=NodeRestriction')],
  'api-server-secure-port-off': [server('secure-port=0')],
  'api-server-profiling': [server('profiling=true'), server('-profiling')],
  'api-server-audit-log-off': [server('-audit-log-path')],
  'api-server-audit-log-age': [server('audit-log-maxage=29'), server('-audit-log-maxage'), server('audit-log-maxage=many')],
  'api-server-audit-log-backups': [server('audit-log-maxbackup=9')],
  'api-server-audit-log-size': [server('audit-log-maxsize=99')],
  'api-server-audit-policy-missing': [server('-audit-policy-file')],
  'audit-policy-incomplete': [
    server('-audit-policy-file'),
    text('/etc/kubernetes/audit.yaml', AUDIT_POLICY.replace('rules:', 'rules:\n  - level: None')),
    text('/etc/kubernetes/audit.yaml', AUDIT_POLICY.replace('level: Metadata', 'level: RequestResponse')),
    text('/etc/kubernetes/audit.yaml', AUDIT_POLICY.replace('level: Request\n', 'level: None\n')),
  ],
  'audit-policy-incomplete-credentials': [text('/etc/kubernetes/audit.yaml', AUDIT_POLICY.replace('level: Request\n', 'level: None\n'))],
  'api-server-service-account-lookup-off': [server('service-account-lookup=false')],
  'api-server-service-account-key-missing': [server('-service-account-key-file')],
  'api-server-token-extension': [server('-service-account-extend-token-expiration')],
  'api-server-etcd-client-cert-missing': [server('-etcd-certfile'), server('-etcd-keyfile')],
  'api-server-serving-cert-missing': [server('-tls-cert-file')],
  'api-server-client-ca-missing': [server('-client-ca-file')],
  'api-server-etcd-ca-missing': [server('-etcd-cafile')],
  'secret-encryption-off': [server('-encryption-provider-config')],
  'secret-encryption-weak': [
    server('-encryption-provider-config'),
    text(
      '/etc/kubernetes/encryption.yaml',
      ENCRYPTION.replace('{ secretbox: { keys: [] } }, { identity: {} }', '{ identity: {} }, { secretbox: {} }'),
    ),
    text('/etc/kubernetes/encryption.yaml', ENCRYPTION.replace('[secrets]', '[configmaps]')),
  ],
  'api-server-weak-ciphers': [
    server('tls-cipher-suites=TLS_AES_128_GCM_SHA256,TLS_RSA_WITH_AES_128_CBC_SHA'),
    server('-tls-cipher-suites'),
  ],
  'controller-manager-pod-gc-not-set': [manager('-terminated-pod-gc-threshold')],
  'controller-manager-profiling': [manager('-profiling')],
  'controller-manager-shared-credentials': [manager('-use-service-account-credentials'), manager('use-service-account-credentials=false')],
  'controller-manager-signing-key-missing': [manager('-service-account-private-key-file')],
  'controller-manager-root-ca-missing': [manager('-root-ca-file')],
  'controller-manager-server-cert-rotation-off': [manager('feature-gates=A=true,RotateKubeletServerCertificate=false')],
  'controller-manager-bind-address': [manager('bind-address=0.0.0.0'), manager('-bind-address')],
  'scheduler-profiling': [
    scheduler('-profiling'),
    {
      flags: { 'kube-scheduler': ['-profiling', 'config=/s.yaml'] },
      files: [file('/s.yaml', { content: 'kind: KubeSchedulerConfiguration\n' })],
    },
  ],
  'scheduler-bind-address': [scheduler('-bind-address')],
  'etcd-cert-missing': [etcd('-cert-file'), etcd('-key-file')],
  'etcd-client-cert-auth-off': [etcd('-client-cert-auth'), etcd('client-cert-auth=false')],
  'etcd-auto-tls': [etcd('auto-tls')],
  'etcd-peer-cert-missing': [etcd('-peer-cert-file')],
  'etcd-peer-client-cert-auth-off': [etcd('-peer-client-cert-auth')],
  'etcd-peer-auto-tls': [etcd('peer-auto-tls=true')],
  'etcd-shared-ca': [
    etcd('trusted-ca-file=/etc/kubernetes/pki/ca.crt'),
    etcd('-trusted-ca-file'),
    { files: [file('/etc/kubernetes/pki/etcd/ca.crt', { mode: '644', sha256: 'a' })] },
  ],
  'api-server-manifest-mode': [
    mode('/etc/kubernetes/manifests/kube-apiserver.yaml', '700'),
    mode('/etc/kubernetes/manifests/kube-apiserver.yaml', '0577'),
  ],
  'api-server-manifest-owner': [
    owner('/etc/kubernetes/manifests/kube-apiserver.yaml'),
    owner('/etc/kubernetes/manifests/kube-apiserver.yaml', { uid: 0, gid: 5 }),
  ],
  'controller-manager-manifest-mode': [mode('/etc/kubernetes/manifests/kube-controller-manager.yaml', '640')],
  'controller-manager-manifest-owner': [owner('/etc/kubernetes/manifests/kube-controller-manager.yaml')],
  'scheduler-manifest-mode': [mode('/etc/kubernetes/manifests/kube-scheduler.yaml', '644')],
  'scheduler-manifest-owner': [owner('/etc/kubernetes/manifests/kube-scheduler.yaml')],
  'etcd-manifest-mode': [mode('/etc/kubernetes/manifests/etcd.yaml', '644')],
  'etcd-manifest-owner': [owner('/etc/kubernetes/manifests/etcd.yaml')],
  'cni-file-mode': [mode('/etc/cni/net.d/10-cilium.conflist', '644')],
  'cni-file-owner': [owner('/etc/cni/net.d/10-cilium.conflist')],
  'etcd-data-mode': [mode('/var/lib/etcd', '755', 'directory')],
  'etcd-data-owner': [{ files: [file('/var/lib/etcd', { type: 'directory', mode: '700' })] }],
  'admin-config-mode': [mode('/etc/kubernetes/admin.conf', '640'), mode('/etc/kubernetes/super-admin.conf', '644')],
  'admin-config-owner': [owner('/etc/kubernetes/super-admin.conf')],
  'scheduler-config-mode': [mode('/etc/kubernetes/scheduler.conf', '644')],
  'scheduler-config-owner': [owner('/etc/kubernetes/scheduler.conf')],
  'controller-manager-config-mode': [mode('/etc/kubernetes/controller-manager.conf', '644')],
  'controller-manager-config-owner': [owner('/etc/kubernetes/controller-manager.conf')],
  'pki-owner': [owner('/etc/kubernetes/pki/ca.key'), owner('/etc/kubernetes/pki/etcd/ca.crt')],
  'pki-certificate-mode': [mode('/etc/kubernetes/pki/ca.crt', '664')],
  'pki-key-mode': [mode('/etc/kubernetes/pki/ca.key', '640')],
  'kubelet-service-mode': [mode('/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf', '644')],
  'kubelet-service-owner': [owner('/etc/systemd/system/kubelet.service')],
  'kube-proxy-config-mode': [mode('/var/lib/kube-proxy/kubeconfig.conf', '644')],
  'kube-proxy-config-owner': [owner('/var/lib/kube-proxy/kubeconfig.conf')],
  'kubelet-kubeconfig-mode': [mode('/etc/kubernetes/kubelet.conf', '644')],
  'kubelet-kubeconfig-owner': [owner('/etc/kubernetes/kubelet.conf')],
  'kubelet-client-ca-mode': [mode('/etc/kubernetes/pki/ca.crt', '666')],
  'kubelet-client-ca-owner': [owner('/etc/kubernetes/pki/ca.crt', { mode: '644' })],
  'kubelet-config-mode': [{ files: [file('/var/lib/kubelet/config.yaml', { content: KUBELET_CONFIG, mode: '644' })] }],
  'kubelet-config-owner': [owner('/var/lib/kubelet/config.yaml', { content: KUBELET_CONFIG })],
  'kubelet-anonymous-auth': [
    kubelet('enabled: false', 'enabled: true'),
    { flags: { kubelet: ['anonymous-auth=true'] } },
    { flags: { kubelet: ['-config'] } },
  ],
  'kubelet-always-allow': [kubelet('mode: Webhook', 'mode: AlwaysAllow'), { flags: { kubelet: ['-config'] } }],
  'kubelet-client-ca-missing': [kubelet(', x509: { clientCAFile: /etc/kubernetes/pki/ca.crt }', '')],
  'kubelet-read-only-port': [kubelet('rotateCertificates', 'readOnlyPort: 10255\nrotateCertificates'), { flags: { kubelet: ['-config'] } }],
  'kubelet-streaming-timeout-off': [{ flags: { kubelet: ['streaming-connection-idle-timeout=0h0m0s'] } }, kubelet('5m0s', '0')],
  'kubelet-streaming-timeout-long': [kubelet('5m0s', '5m1s'), kubelet('5m0s', '0s'), kubelet('streamingConnectionIdleTimeout: 5m0s', '')],
  'kubelet-kernel-defaults-unprotected': [kubelet('protectKernelDefaults: true', '')],
  'kubelet-iptables-chains-off': [kubelet('rotateCertificates', 'makeIPTablesUtilChains: false\nrotateCertificates')],
  'kubelet-hostname-override': [{ flags: { kubelet: ['hostname-override=x'] } }],
  'kubelet-event-rate': [kubelet('rotateCertificates', 'eventRecordQPS: -1\nrotateCertificates')],
  'kubelet-serving-cert-missing': [kubelet('serverTLSBootstrap: true', '')],
  'kubelet-cert-rotation-off': [kubelet('rotateCertificates: true', '')],
  'kubelet-server-cert-rotation-off': [
    kubelet('rotateCertificates', 'featureGates: { RotateKubeletServerCertificate: false }\nrotateCertificates'),
  ],
  'kubelet-weak-ciphers': [
    kubelet('TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'TLS_RSA_WITH_AES_128_CBC_SHA'),
    kubelet('tlsCipherSuites', 'other'),
  ],
  'kubelet-pod-pids-unlimited': [kubelet('podPidsLimit: 4096', 'podPidsLimit: -1'), kubelet('podPidsLimit: 4096', '')],
  'kubelet-seccomp-default-off': [kubelet('seccompDefault: true', '')],
  'kube-proxy-metrics-exposed': [{ flags: { 'kube-proxy': ['metrics-bind-address=0.0.0.0:10249'] } }],
  'api-server-tls-version-low': [server('-tls-min-version'), server('tls-min-version=VersionTLS11')],
  'controller-manager-tls-version-low': [manager('-tls-min-version')],
  'scheduler-tls-version-low': [scheduler('tls-min-version=VersionTLS10')],
  'alpha-gates-on': [
    server('feature-gates=AllAlpha=true'),
    manager('feature-gates=AllAlpha=true'),
    scheduler('feature-gates=AllAlpha=true'),
    kubelet('rotateCertificates', 'featureGates: { AllAlpha: true }\nrotateCertificates'),
  ],
  'dynamic-auditing-gate-on': [server('feature-gates=DynamicAuditing=true')],
  'dynamic-kubelet-config-gate-on': [kubelet('rotateCertificates', 'featureGates: { DynamicKubeletConfig: true }\nrotateCertificates')],
  'api-server-pod-security-config-missing': [
    server('-admission-control-config-file'),
    text('/etc/kubernetes/admission.yaml', ADMISSION.replace('PodSecurity', 'EventRateLimit')),
  ],
  'api-server-pod-security-gate-off': [server('feature-gates=PodSecurity=false'), server('disable-admission-plugins=PodSecurity')],
  'api-server-validating-webhook-off': [server('disable-admission-plugins=ValidatingAdmissionWebhook')],
  'api-server-basic-auth-file': [server('basic-auth-file=/passwords.csv')],
  'audit-log-file-mode': [mode('/var/log/audit.log', '644')],
  'audit-log-file-owner': [owner('/var/log/audit.log')],
  'audit-log-kept-year': [server('-audit-log-path')],
  'audit-policy-bodies-missing': [
    server('-audit-policy-file'),
    text('/etc/kubernetes/audit.yaml', AUDIT_POLICY.replace('RequestResponse', 'Request')),
  ],
  'node-ssh-running': [
    { facts: { processes: [{ name: 'sshd', exe: '/usr/sbin/sshd', argv: ['sshd', '-D'], env: {} }] } },
    { facts: { listening: [{ protocol: 'tcp', address: '0.0.0.0', port: 22 }] } },
  ],
  'node-ssh-enabled': [{ files: [file('/etc/systemd/system/multi-user.target.wants/ssh.service', { mode: '777', type: 'other' })] }],
  'certificate-expiring': [
    { facts: { certificates: [{ path: '/etc/kubernetes/pki/apiserver.crt', notAfter: '2026-12-20T00:00:00Z' }] } },
    { facts: { certificates: [{ path: '/etc/kubernetes/pki/apiserver.crt', notAfter: '2026-11-20T00:00:00Z' }] } },
  ],
  'api-server-manifest-mode-644': [mode('/etc/kubernetes/manifests/kube-apiserver.yaml', '664')],
  'controller-manager-manifest-mode-644': [mode('/etc/kubernetes/manifests/kube-controller-manager.yaml', '664')],
  'scheduler-manifest-mode-644': [mode('/etc/kubernetes/manifests/kube-scheduler.yaml', '700')],
  'etcd-manifest-mode-644': [mode('/etc/kubernetes/manifests/etcd.yaml', '666')],
  'etcd-file-mode-644': [mode('/var/lib/etcd/member/snap/db', '666')],
  'admin-config-mode-644': [mode('/etc/kubernetes/admin.conf', '664')],
  'kubelet-service-mode-644': [mode('/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf', '755')],
  'kubelet-kubeconfig-mode-644': [mode('/etc/kubernetes/kubelet.conf', '664')],
  'kubelet-config-mode-644': [{ files: [file('/var/lib/kubelet/config.yaml', { content: KUBELET_CONFIG, mode: '664' })] }],
  'kube-proxy-config-mode-644': [mode('/var/lib/kube-proxy/kubeconfig.conf', '664')],
  'azure-config-mode': [mode('/etc/kubernetes/azure.json', '664')],
  'azure-config-owner': [owner('/etc/kubernetes/azure.json')],
  'registry-insecure': [
    text('/etc/containerd/config.toml', 'endpoint = ["http://mirror.example"]\n'),
    text('/etc/docker/daemon.json', '{"insecure-registries": ["registry.example"]}'),
  ],
  'network-policies-not-enforced': [
    { facts: { processes: [{ name: 'flanneld', exe: '/opt/bin/flanneld', argv: ['flanneld'], env: {} }] } },
  ],
};

/** What is a question to a person when it is not as it should be. */
const REVIEWS: Readonly<Record<string, NodeChange>> = { 'api-server-request-timeout-changed': server('request-timeout=300s') };

const look = (change: NodeChange = {}): ClusterView => new ClusterView({ objects: [], facts: [buildKubeadmNode(change)] });

describe.each(checks.filter(({ id }) => !ELSEWHERE.has(id) && !/^(?:probe|version|runtime|cloud)-/.test(id)))('$id', check => {
  it('passes on a sound node, with evidence', () => {
    const findings = check.decide(look());
    const said = new Set(findings.map(({ state, message }) => `${state} ${state === 'pass' ? '' : message.en}`.trim()));
    expect([...said]).toStrictEqual(['pass']);
    expect(findings[0]?.evidence).not.toStrictEqual([]);
    expect(findings[0]?.remediation).toBeUndefined();
  });

  it('turns when the node does, and says what makes it right', () => {
    const breaks = REVIEWS[check.id] === undefined ? (BREAKS[check.id] ?? []) : [REVIEWS[check.id] ?? {}];
    expect(breaks.length).toBeGreaterThan(0);
    const wanted = REVIEWS[check.id] === undefined ? 'fail' : 'review';
    for (const change of breaks) {
      const finding = check.decide(look(change)).find(({ state }) => state === wanted);
      expect([change, finding?.state]).toStrictEqual([change, wanted]);
      if (wanted === 'fail' && check.id !== 'audit-policy-incomplete') expect(finding?.remediation?.ja).not.toBe('');
    }
  });

  it('does not pass where nobody looked', () => {
    const view = new ClusterView({ objects: [], facts: [] });
    expect(check.decide(view).map(({ state }) => state)).toStrictEqual(['not-evaluated']);
  });
});
