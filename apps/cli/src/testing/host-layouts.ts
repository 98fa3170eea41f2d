import type { HostFile } from './host-tree.ts';

type Files = Readonly<Record<string, HostFile>>;

const secret = (text = 'x\n'): HostFile => ({ text, mode: 0o600 });
const plain = (text = 'x\n'): HostFile => ({ text, mode: 0o644 });
const folder = (mode = 0o755): HostFile => ({ text: '/', mode });
const process = (...argv: readonly string[]): HostFile => plain(`${argv.join('\0')}\0`);

const COMMON: Files = {
  'etc/passwd': plain('root:x:0:0::/root:/bin/sh\netcd:x:999:999::/:/bin/false\n'),
  'etc/group': plain('root:x:0:\netcd:x:999:\n'),
};

const KUBELET_CONFIG = `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: { anonymous: { enabled: false }, webhook: { enabled: true }, x509: { clientCAFile: CLIENT_CA } }
authorization: { mode: Webhook }
rotateCertificates: true
readOnlyPort: 0
`;

const PKI = '/etc/kubernetes/pki';

/** A control plane node as kubeadm leaves it. */
const KUBEADM: Files = {
  ...COMMON,
  'etc/hostname': plain('cp-1\n'),
  ...Object.fromEntries(
    ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'].map(name => [
      `etc/kubernetes/manifests/${name}.yaml`,
      secret(),
    ]),
  ),
  ...Object.fromEntries(
    ['admin', 'super-admin', 'scheduler', 'controller-manager', 'kubelet'].map(name => [`etc/kubernetes/${name}.conf`, secret()]),
  ),
  ...Object.fromEntries(['ca', 'apiserver', 'etcd/ca', 'etcd/server'].map(name => [`etc/kubernetes/pki/${name}.crt`, plain(`${name}\n`)])),
  ...Object.fromEntries(['ca', 'apiserver', 'etcd/ca', 'etcd/server', 'sa'].map(name => [`etc/kubernetes/pki/${name}.key`, secret()])),
  'etc/cni/net.d/10-calico.conflist': secret('{}\n'),
  'var/lib/etcd': folder(0o700),
  'usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf': plain(),
  'var/lib/kubelet/config.yaml': plain(`${KUBELET_CONFIG.replace('CLIENT_CA', `${PKI}/ca.crt`)}staticPodPath: /etc/kubernetes/manifests\n`),
  'var/lib/kube-proxy/config.conf': plain('kind: KubeProxyConfiguration\nmetricsBindAddress: ""\n'),
  'proc/101/cmdline': process(
    'kube-apiserver',
    '--authorization-mode=Node,RBAC',
    `--client-ca-file=${PKI}/ca.crt`,
    '--enable-admission-plugins=NodeRestriction',
    `--etcd-cafile=${PKI}/etcd/ca.crt`,
    `--etcd-certfile=${PKI}/apiserver-etcd-client.crt`,
    `--etcd-keyfile=${PKI}/apiserver-etcd-client.key`,
    `--kubelet-client-certificate=${PKI}/apiserver-kubelet-client.crt`,
    `--kubelet-client-key=${PKI}/apiserver-kubelet-client.key`,
    '--secure-port=6443',
    `--service-account-key-file=${PKI}/sa.pub`,
    `--tls-cert-file=${PKI}/apiserver.crt`,
    `--tls-private-key-file=${PKI}/apiserver.key`,
  ),
  'proc/102/cmdline': process(
    'kube-controller-manager',
    '--bind-address=127.0.0.1',
    '--kubeconfig=/etc/kubernetes/controller-manager.conf',
    `--root-ca-file=${PKI}/ca.crt`,
    `--service-account-private-key-file=${PKI}/sa.key`,
    '--use-service-account-credentials=true',
  ),
  'proc/103/cmdline': process('kube-scheduler', '--bind-address=127.0.0.1', '--kubeconfig=/etc/kubernetes/scheduler.conf'),
  'proc/104/cmdline': process(
    'etcd',
    `--cert-file=${PKI}/etcd/server.crt`,
    '--client-cert-auth=true',
    '--data-dir=/var/lib/etcd',
    '--initial-cluster=cp-1=https://192.0.2.10:2380',
    `--key-file=${PKI}/etcd/server.key`,
    `--peer-cert-file=${PKI}/etcd/peer.crt`,
    '--peer-client-cert-auth=true',
    `--peer-key-file=${PKI}/etcd/peer.key`,
    `--trusted-ca-file=${PKI}/etcd/ca.crt`,
  ),
  'proc/105/cmdline': process('/usr/bin/kubelet', '--kubeconfig=/etc/kubernetes/kubelet.conf', '--config=/var/lib/kubelet/config.yaml'),
  'proc/106/cmdline': process('/usr/local/bin/kube-proxy', '--config=/var/lib/kube-proxy/config.conf'),
  'proc/107/cmdline': process('calico-node', '-felix'),
};

const RKE2_ROOT = '/var/lib/rancher/rke2';
const RKE2_TLS = `${RKE2_ROOT}/server/tls`;

/** A server of RKE2: static pods below its own folder, etcd by a configuration file, a kubelet with flags and drop-ins. */
const RKE2: Files = {
  ...COMMON,
  'etc/hostname': plain('rke2-1\n'),
  ...Object.fromEntries(
    ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'].map(name => [
      `var/lib/rancher/rke2/agent/pod-manifests/${name}.yaml`,
      secret(),
    ]),
  ),
  ...Object.fromEntries(
    ['admin', 'scheduler', 'controller'].map(name => [`var/lib/rancher/rke2/server/cred/${name}.kubeconfig`, secret()]),
  ),
  'var/lib/rancher/rke2/server/tls/server-ca.crt': plain(),
  'var/lib/rancher/rke2/server/tls/server-ca.key': secret(),
  'var/lib/rancher/rke2/agent/client-ca.crt': plain(),
  'var/lib/rancher/rke2/agent/kubelet.kubeconfig': secret(),
  'var/lib/rancher/rke2/agent/kubeproxy.kubeconfig': secret(),
  'var/lib/rancher/rke2/agent/etc/kubelet.conf.d/00-rke2-defaults.conf': secret(
    `${KUBELET_CONFIG.replace('CLIENT_CA', `${RKE2_ROOT}/agent/client-ca.crt`)}tlsCertFile: ${RKE2_ROOT}/agent/serving-kubelet.crt\ntlsPrivateKeyFile: ${RKE2_ROOT}/agent/serving-kubelet.key\n`,
  ),
  'etc/cni/net.d/10-canal.conflist': secret('{}\n'),
  'var/lib/rancher/rke2/server/db/etcd': folder(0o700),
  'var/lib/rancher/rke2/server/db/etcd/config': secret(
    `client-transport-security:\n  cert-file: ${RKE2_TLS}/etcd/server-client.crt\n  key-file: ${RKE2_TLS}/etcd/server-client.key\n  client-cert-auth: true\n  trusted-ca-file: ${RKE2_TLS}/etcd/server-ca.crt\npeer-transport-security:\n  cert-file: ${RKE2_TLS}/etcd/peer.crt\n  key-file: ${RKE2_TLS}/etcd/peer.key\n  client-cert-auth: true\n  trusted-ca-file: ${RKE2_TLS}/etcd/peer-ca.crt\ndata-dir: ${RKE2_ROOT}/server/db/etcd\n`,
  ),
  'proc/100/cmdline': process('/usr/local/bin/rke2 server'),
  'proc/101/cmdline': process(
    'kube-apiserver',
    '--anonymous-auth=false',
    '--authorization-mode=Node,RBAC',
    `--client-ca-file=${RKE2_TLS}/client-ca.crt`,
    '--enable-admission-plugins=NodeRestriction',
    `--encryption-provider-config=${RKE2_ROOT}/server/cred/encryption-config.json`,
    `--etcd-cafile=${RKE2_TLS}/etcd/server-ca.crt`,
    `--etcd-certfile=${RKE2_TLS}/etcd/client.crt`,
    `--etcd-keyfile=${RKE2_TLS}/etcd/client.key`,
    `--kubelet-certificate-authority=${RKE2_TLS}/server-ca.crt`,
    `--kubelet-client-certificate=${RKE2_TLS}/client-kube-apiserver.crt`,
    `--kubelet-client-key=${RKE2_TLS}/client-kube-apiserver.key`,
    '--profiling=false',
    `--service-account-key-file=${RKE2_TLS}/service.key`,
    `--tls-cert-file=${RKE2_TLS}/serving-kube-apiserver.crt`,
    `--tls-private-key-file=${RKE2_TLS}/serving-kube-apiserver.key`,
  ),
  'var/lib/rancher/rke2/server/cred/encryption-config.json': secret(
    '{"kind":"EncryptionConfiguration","apiVersion":"apiserver.config.k8s.io/v1","resources":[{"resources":["secrets"],"providers":[{"aescbc":{"keys":[{"name":"k","secret":"c2VjcmV0"}]}},{"identity":{}}]}]}\n',
  ),
  'proc/102/cmdline': process(
    'kube-controller-manager',
    '--bind-address=127.0.0.1',
    `--kubeconfig=${RKE2_ROOT}/server/cred/controller.kubeconfig`,
    '--profiling=false',
    `--root-ca-file=${RKE2_TLS}/server-ca.crt`,
    `--service-account-private-key-file=${RKE2_TLS}/service.current.key`,
    '--terminated-pod-gc-threshold=1000',
    '--use-service-account-credentials=true',
  ),
  'proc/103/cmdline': process(
    'kube-scheduler',
    '--bind-address=127.0.0.1',
    `--kubeconfig=${RKE2_ROOT}/server/cred/scheduler.kubeconfig`,
    '--profiling=false',
  ),
  'proc/104/cmdline': process('etcd', `--config-file=${RKE2_ROOT}/server/db/etcd/config`),
  'proc/105/cmdline': process(
    'kubelet',
    `--config-dir=${RKE2_ROOT}/agent/etc/kubelet.conf.d`,
    '--hostname-override=rke2-1',
    `--kubeconfig=${RKE2_ROOT}/agent/kubelet.kubeconfig`,
  ),
  'proc/106/cmdline': process('kube-proxy', '--hostname-override=rke2-1', `--kubeconfig=${RKE2_ROOT}/agent/kubeproxy.kubeconfig`),
  'proc/107/cmdline': process('calico-node', '-felix'),
};

const K3S_ROOT = '/var/lib/rancher/k3s';

/** A server of K3s with SQLite: one process that holds everything, and no manifests. */
const K3S: Files = {
  ...COMMON,
  'etc/hostname': plain('k3s-1\n'),
  'etc/rancher/k3s/config.yaml': secret('token: abc\nkube-apiserver-arg:\n  - audit-log-maxage=30\n'),
  ...Object.fromEntries(['admin', 'scheduler', 'controller'].map(name => [`var/lib/rancher/k3s/server/cred/${name}.kubeconfig`, secret()])),
  'var/lib/rancher/k3s/server/db/state.db': secret(),
  'var/lib/rancher/k3s/server/tls/server-ca.crt': plain(),
  'var/lib/rancher/k3s/server/tls/server-ca.key': secret(),
  'var/lib/rancher/k3s/agent/client-ca.crt': plain(),
  'var/lib/rancher/k3s/agent/kubelet.kubeconfig': secret(),
  'var/lib/rancher/k3s/agent/kubeproxy.kubeconfig': secret(),
  'var/lib/rancher/k3s/agent/etc/cni/net.d/10-flannel.conflist': secret('{}\n'),
  [`proc/100/cmdline`]: process('/usr/local/bin/k3s server'),
  [`proc/100/exe`]: `->${K3S_ROOT}/data/current/bin/k3s`,
};

const SNAP = '/var/snap/microk8s/current';

/** The folder as MicroK8s writes it into the files of its flags. */
const args = (text: string): HostFile => secret(text.replaceAll('$SNAP_DATA', ['$', '{SNAP_DATA}'].join('')));

/** MicroK8s: one process whose flags lie in files, and dqlite instead of etcd. */
const MICROK8S: Files = {
  ...COMMON,
  'etc/hostname': plain('micro-1\n'),
  'var/snap/microk8s/current/args/kube-apiserver': args(
    [
      '--authorization-mode=RBAC,Node',
      '--client-ca-file=$SNAP_DATA/certs/ca.crt',
      '--enable-admission-plugins=EventRateLimit,NodeRestriction',
      '--kubelet-certificate-authority=$SNAP_DATA/certs/ca.crt',
      '--kubelet-client-certificate=$SNAP_DATA/certs/apiserver-kubelet-client.crt',
      '--kubelet-client-key=$SNAP_DATA/certs/apiserver-kubelet-client.key',
      '--profiling=false',
      '--service-account-key-file=$SNAP_DATA/certs/serviceaccount.key',
      '--tls-cert-file=$SNAP_DATA/certs/server.crt',
      '--tls-private-key-file=$SNAP_DATA/certs/server.key',
      '',
    ].join('\n'),
  ),
  'var/snap/microk8s/current/args/kube-controller-manager': args(
    '--bind-address=127.0.0.1\n--kubeconfig=$SNAP_DATA/credentials/controller.config\n--profiling=false\n--root-ca-file=$SNAP_DATA/certs/ca.crt\n--service-account-private-key-file=$SNAP_DATA/certs/serviceaccount.key\n--use-service-account-credentials\n',
  ),
  'var/snap/microk8s/current/args/kube-scheduler': args(
    '--bind-address=127.0.0.1\n--kubeconfig=$SNAP_DATA/credentials/scheduler.config\n--profiling=false\n',
  ),
  'var/snap/microk8s/current/args/kubelet': args(
    '--anonymous-auth=false\n--authorization-mode=Webhook\n--client-ca-file=$SNAP_DATA/certs/ca.crt\n--kubeconfig=$SNAP_DATA/credentials/kubelet.config\n--read-only-port=0\n--rotate-certificates\n',
  ),
  'var/snap/microk8s/current/args/kube-proxy': args('--kubeconfig=$SNAP_DATA/credentials/proxy.config\n'),
  'var/snap/microk8s/current/args/cni-network/cni.yaml': secret(),
  ...Object.fromEntries(['ca', 'server'].map(name => [`var/snap/microk8s/current/certs/${name}.crt`, plain()])),
  ...Object.fromEntries(['ca', 'server'].map(name => [`var/snap/microk8s/current/certs/${name}.key`, secret()])),
  ...Object.fromEntries(
    ['client', 'controller', 'scheduler', 'kubelet', 'proxy'].map(name => [
      `var/snap/microk8s/current/credentials/${name}.config`,
      secret(),
    ]),
  ),
  'proc/101/cmdline': process('/snap/microk8s/1/kubelite', `--apiserver-args-file=${SNAP}/args/kube-apiserver`),
  'proc/102/cmdline': process('calico-node', '-felix'),
};

const TALOS_SECRETS = '/system/secrets/kubernetes/kube-apiserver';

/** A node of Talos, seen from a pod: processes, and no file of Kubernetes. */
const TALOS: Files = {
  ...COMMON,
  'etc/hostname': plain('talos-1\n'),
  'etc/os-release': plain('NAME="Talos"\nID=talos\n'),
  'proc/101/cmdline': process(
    '/usr/local/bin/kube-apiserver',
    '--anonymous-auth=false',
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction',
    '--audit-log-maxage=30',
    '--audit-log-maxbackup=10',
    '--audit-log-maxsize=100',
    '--audit-log-path=/var/log/audit/kube/kube-apiserver.log',
    '--audit-policy-file=/system/config/kubernetes/kube-apiserver/auditpolicy.yaml',
    `--encryption-provider-config=${TALOS_SECRETS}/encryptionconfig.yaml`,
    `--etcd-cafile=${TALOS_SECRETS}/etcd-client-ca.crt`,
    `--etcd-certfile=${TALOS_SECRETS}/etcd-client.crt`,
    `--etcd-keyfile=${TALOS_SECRETS}/etcd-client.key`,
    `--kubelet-client-certificate=${TALOS_SECRETS}/apiserver-kubelet-client.crt`,
    `--kubelet-client-key=${TALOS_SECRETS}/apiserver-kubelet-client.key`,
    `--service-account-key-file=${TALOS_SECRETS}/service-account.pub`,
    '--tls-cipher-suites=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    '--profiling=false',
    `--client-ca-file=${TALOS_SECRETS}/ca.crt`,
    `--tls-cert-file=${TALOS_SECRETS}/apiserver.crt`,
    `--tls-private-key-file=${TALOS_SECRETS}/apiserver.key`,
    '--tls-min-version=VersionTLS12',
  ),
  'proc/105/cmdline': process(
    '/usr/local/bin/kubelet',
    '--config=/etc/kubernetes/kubelet.yaml',
    '--kubeconfig=/etc/kubernetes/kubeconfig-kubelet',
  ),
};

/** A worker of EKS. */
const EKS: Files = {
  ...COMMON,
  'etc/hostname': plain('ip-192-0-2-20.ec2.internal\n'),
  'etc/eks/image-credential-provider/config.json': plain('{}\n'),
  'etc/systemd/system/kubelet.service': plain(),
  'etc/kubernetes/kubelet/config.json': plain(
    '{"kind":"KubeletConfiguration","apiVersion":"kubelet.config.k8s.io/v1beta1","authentication":{"anonymous":{"enabled":false},"x509":{"clientCAFile":"/etc/kubernetes/pki/ca.crt"}},"authorization":{"mode":"Webhook"},"serverTLSBootstrap":true,"rotateCertificates":true,"featureGates":{"RotateKubeletServerCertificate":true}}\n',
  ),
  'var/lib/kubelet/kubeconfig': plain(),
  'etc/kubernetes/pki/ca.crt': plain(),
  'etc/cni/net.d/10-aws.conflist': secret('{}\n'),
  'proc/105/cmdline': process(
    '/usr/bin/kubelet',
    '--config=/etc/kubernetes/kubelet/config.json',
    '--kubeconfig=/var/lib/kubelet/kubeconfig',
  ),
  'proc/106/cmdline': process('/app/aws-network-policy-agent'),
};

/** A control plane node of OpenShift, as its own operators set it up. */
const OPENSHIFT: Files = {
  ...COMMON,
  'etc/hostname': plain('master-0\n'),
  'etc/os-release': plain('NAME="Red Hat Enterprise Linux CoreOS"\nID=rhcos\n'),
  ...Object.fromEntries(
    ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'].map(name => [
      `etc/kubernetes/manifests/${name}-pod.yaml`,
      secret(),
    ]),
  ),
  'etc/kubernetes/static-pod-resources/kube-apiserver-certs/tls.crt': secret(),
  'etc/kubernetes/static-pod-resources/kube-apiserver-certs/tls.key': secret(),
  'etc/kubernetes/kubelet-ca.crt': plain(),
  'etc/kubernetes/kubelet.conf': secret(
    `${KUBELET_CONFIG.replace('CLIENT_CA', '/etc/kubernetes/kubelet-ca.crt')}serverTLSBootstrap: true\ntlsCipherSuites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]\npodPidsLimit: 4096\n`,
  ),
  'etc/systemd/system/kubelet.service': secret(),
  'var/lib/kubelet/kubeconfig': secret(),
  'var/lib/etcd': folder(0o700),
  'etc/cni/net.d/10-ovn.conf': secret('{}\n'),
  'proc/105/cmdline': process('/usr/bin/kubelet', '--config=/etc/kubernetes/kubelet.conf', '--kubeconfig=/var/lib/kubelet/kubeconfig'),
  'proc/106/cmdline': process('/usr/bin/ovnkube', '--init-node', 'master-0'),
};

/** Nodes as distributions leave them, by the layouts that their own documentation describes. */
export const HOST_LAYOUTS = {
  kubeadm: KUBEADM,
  rke2: RKE2,
  k3s: K3S,
  microk8s: MICROK8S,
  talos: TALOS,
  eks: EKS,
  openshift: OPENSHIFT,
} as const;
