import type { Distribution } from './distribution.ts';

/** Where things lie on a node, where the component's own flags do not say it. An empty list: this distribution has no such file. */
export interface Layout {
  readonly manifests: string;
  readonly apiServerManifest: readonly string[];
  readonly controllerManagerManifest: readonly string[];
  readonly schedulerManifest: readonly string[];
  readonly etcdManifest: readonly string[];
  readonly etcdData: readonly string[];
  readonly adminConfigs: readonly string[];
  readonly schedulerConfig: readonly string[];
  readonly controllerManagerConfig: readonly string[];
  readonly pki: readonly string[];
  readonly cni: readonly string[];
  readonly kubeletService: readonly string[];
  readonly kubeletConfig: readonly string[];
  readonly kubeletKubeconfig: readonly string[];
  readonly kubeletClientCa: readonly string[];
  readonly kubeProxyKubeconfig: readonly string[];
}

const KUBEADM: Layout = {
  manifests: '/etc/kubernetes/manifests',
  apiServerManifest: ['/etc/kubernetes/manifests/kube-apiserver.yaml'],
  controllerManagerManifest: ['/etc/kubernetes/manifests/kube-controller-manager.yaml'],
  schedulerManifest: ['/etc/kubernetes/manifests/kube-scheduler.yaml'],
  etcdManifest: ['/etc/kubernetes/manifests/etcd.yaml'],
  etcdData: ['/var/lib/etcd'],
  adminConfigs: ['/etc/kubernetes/admin.conf', '/etc/kubernetes/super-admin.conf'],
  schedulerConfig: ['/etc/kubernetes/scheduler.conf'],
  controllerManagerConfig: ['/etc/kubernetes/controller-manager.conf'],
  pki: ['/etc/kubernetes/pki'],
  cni: ['/etc/cni/net.d', '/var/lib/cni/networks'],
  kubeletService: [
    '/etc/systemd/system/kubelet.service.d/10-kubeadm.conf',
    '/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf',
    '/lib/systemd/system/kubelet.service.d/10-kubeadm.conf',
    '/etc/systemd/system/kubelet.service',
    '/lib/systemd/system/kubelet.service',
  ],
  kubeletConfig: ['/var/lib/kubelet/config.yaml'],
  kubeletKubeconfig: ['/etc/kubernetes/kubelet.conf'],
  kubeletClientCa: ['/etc/kubernetes/pki/ca.crt'],
  kubeProxyKubeconfig: ['/var/lib/kube-proxy/kubeconfig.conf'],
};

function toRancher(root: string, hasManifests: boolean): Layout {
  const manifest = (name: string): readonly string[] => (hasManifests ? [`${root}/agent/pod-manifests/${name}.yaml`] : []);
  return {
    manifests: `${root}/agent/pod-manifests`,
    apiServerManifest: manifest('kube-apiserver'),
    controllerManagerManifest: manifest('kube-controller-manager'),
    schedulerManifest: manifest('kube-scheduler'),
    etcdManifest: manifest('etcd'),
    etcdData: [`${root}/server/db/etcd`],
    adminConfigs: [`${root}/server/cred/admin.kubeconfig`],
    schedulerConfig: [`${root}/server/cred/scheduler.kubeconfig`],
    controllerManagerConfig: [`${root}/server/cred/controller.kubeconfig`],
    pki: [`${root}/server/tls`],
    cni: [`${root}/agent/etc/cni/net.d`, '/etc/cni/net.d', '/var/lib/cni/networks'],
    kubeletService: [],
    kubeletConfig: [`${root}/agent/etc/kubelet.conf.d`],
    kubeletKubeconfig: [`${root}/agent/kubelet.kubeconfig`],
    kubeletClientCa: [`${root}/agent/client-ca.crt`],
    kubeProxyKubeconfig: [`${root}/agent/kubeproxy.kubeconfig`],
  };
}

/** Where MicroK8s keeps everything. */
export const MICROK8S_DATA = '/var/snap/microk8s/current';
const MICROK8S: Layout = {
  manifests: `${MICROK8S_DATA}/args`,
  apiServerManifest: [`${MICROK8S_DATA}/args/kube-apiserver`],
  controllerManagerManifest: [`${MICROK8S_DATA}/args/kube-controller-manager`],
  schedulerManifest: [`${MICROK8S_DATA}/args/kube-scheduler`],
  etcdManifest: [`${MICROK8S_DATA}/args/etcd`],
  etcdData: [],
  adminConfigs: [`${MICROK8S_DATA}/credentials/client.config`],
  schedulerConfig: [`${MICROK8S_DATA}/credentials/scheduler.config`],
  controllerManagerConfig: [`${MICROK8S_DATA}/credentials/controller.config`],
  pki: [`${MICROK8S_DATA}/certs`],
  cni: [`${MICROK8S_DATA}/args/cni-network`],
  kubeletService: [],
  kubeletConfig: [],
  kubeletKubeconfig: [`${MICROK8S_DATA}/credentials/kubelet.config`],
  kubeletClientCa: [`${MICROK8S_DATA}/certs/ca.crt`],
  kubeProxyKubeconfig: [`${MICROK8S_DATA}/credentials/proxy.config`],
};

/** Nodes whose control plane the provider runs, or whose machine has no shell: what concerns the control plane lies on none of them. */
const WORKER_ONLY = {
  manifests: '',
  apiServerManifest: [],
  controllerManagerManifest: [],
  schedulerManifest: [],
  etcdManifest: [],
  etcdData: [],
  adminConfigs: [],
  schedulerConfig: [],
  controllerManagerConfig: [],
  pki: [],
  cni: ['/etc/cni/net.d'],
} as const;

const LAYOUTS: Readonly<Partial<Record<Distribution, Layout>>> = {
  rke2: toRancher('/var/lib/rancher/rke2', true),
  k3s: toRancher('/var/lib/rancher/k3s', false),
  microk8s: MICROK8S,
  eks: {
    ...WORKER_ONLY,
    kubeletService: ['/etc/systemd/system/kubelet.service'],
    kubeletConfig: ['/etc/kubernetes/kubelet/config.json', '/etc/kubernetes/kubelet/kubelet-config.json'],
    kubeletKubeconfig: ['/var/lib/kubelet/kubeconfig'],
    kubeletClientCa: ['/etc/kubernetes/pki/ca.crt'],
    kubeProxyKubeconfig: ['/var/lib/kube-proxy/kubeconfig'],
  },
  gke: {
    ...WORKER_ONLY,
    kubeletService: ['/etc/systemd/system/kubelet.service'],
    kubeletConfig: ['/home/kubernetes/kubelet-config.yaml'],
    kubeletKubeconfig: ['/var/lib/kubelet/kubeconfig'],
    kubeletClientCa: ['/etc/srv/kubernetes/pki/ca-certificates.crt'],
    kubeProxyKubeconfig: ['/var/lib/kube-proxy/kubeconfig'],
  },
  aks: {
    ...WORKER_ONLY,
    kubeletService: ['/etc/systemd/system/kubelet.service'],
    kubeletConfig: ['/etc/default/kubelet'],
    kubeletKubeconfig: ['/var/lib/kubelet/kubeconfig'],
    kubeletClientCa: ['/etc/kubernetes/certs/ca.crt'],
    kubeProxyKubeconfig: ['/var/lib/kube-proxy/kubeconfig'],
  },
  openshift: {
    ...WORKER_ONLY,
    manifests: '/etc/kubernetes/manifests',
    apiServerManifest: ['/etc/kubernetes/manifests/kube-apiserver-pod.yaml'],
    controllerManagerManifest: ['/etc/kubernetes/manifests/kube-controller-manager-pod.yaml'],
    schedulerManifest: ['/etc/kubernetes/manifests/kube-scheduler-pod.yaml'],
    etcdManifest: ['/etc/kubernetes/manifests/etcd-pod.yaml'],
    etcdData: ['/var/lib/etcd'],
    pki: ['/etc/kubernetes/static-pod-resources'],
    kubeletService: ['/etc/systemd/system/kubelet.service'],
    kubeletConfig: ['/etc/kubernetes/kubelet.conf'],
    kubeletKubeconfig: ['/var/lib/kubelet/kubeconfig'],
    kubeletClientCa: ['/etc/kubernetes/kubelet-ca.crt'],
    kubeProxyKubeconfig: [],
  },
  talos: {
    ...WORKER_ONLY,
    cni: [],
    kubeletService: [],
    kubeletConfig: [],
    kubeletKubeconfig: [],
    kubeletClientCa: [],
    kubeProxyKubeconfig: [],
  },
};

/** The layout of a distribution; that of kubeadm for whatever is set up by hand. */
export function findLayout(distribution: Distribution): Layout {
  return LAYOUTS[distribution] ?? KUBEADM;
}

const MICROK8S_ARGUMENTS = ['kubelet', 'kube-proxy'].map(name => `${MICROK8S_DATA}/args/${name}`);

/** What K3s was told beside its command line. */
export const K3S_CONFIG = '/etc/rancher/k3s/config.yaml';

/** Links that start an SSH server with the node. */
export const SSH_UNITS: readonly string[] = [
  '/etc/systemd/system/multi-user.target.wants/ssh.service',
  '/etc/systemd/system/multi-user.target.wants/sshd.service',
  '/etc/systemd/system/sockets.target.wants/ssh.socket',
  '/etc/systemd/system/sockets.target.wants/sshd.socket',
];

/** Where container runtimes are told how to reach registries: files, and folders of them. */
export const RUNTIME_CONFIGS: readonly string[] = [
  '/etc/containerd/config.toml',
  '/etc/containerd/certs.d',
  '/etc/containers/registries.conf',
  '/etc/containers/registries.conf.d',
  '/etc/crio/crio.conf',
  '/etc/crio/crio.conf.d',
  '/etc/docker/daemon.json',
  '/etc/rancher/k3s/registries.yaml',
  '/etc/rancher/rke2/registries.yaml',
];

/** Where AKS keeps the credentials of a node for the cloud. */
export const AZURE_CONFIG = '/etc/kubernetes/azure.json';

/** Everything that a collector has to look at, whatever the distribution turns out to be. */
export function listPaths(): readonly string[] {
  const layouts = [KUBEADM, ...Object.values(LAYOUTS)];
  const paths = layouts.flatMap(({ manifests, ...rest }) => [...(manifests === '' ? [] : [manifests]), ...Object.values(rest).flat()]);
  return [...new Set([...paths, ...MICROK8S_ARGUMENTS, ...SSH_UNITS, ...RUNTIME_CONFIGS, K3S_CONFIG, AZURE_CONFIG])].toSorted();
}

/** Whether the text of a usual path says how a component is configured, and not only who may read it. */
export function isConfiguration(path: string): boolean {
  return (
    path === K3S_CONFIG ||
    RUNTIME_CONFIGS.includes(path) ||
    path.startsWith(`${MICROK8S_DATA}/args/kube`) ||
    /kubelet(?:-config)?\.(?:yaml|json)$|\/kubelet\/config\.(?:yaml|json)$|kubelet\.conf\.d$/.test(path)
  );
}
