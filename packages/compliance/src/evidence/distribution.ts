/** How a cluster was set up, as far as it decides where things lie. */
export const DISTRIBUTIONS = ['kubeadm', 'rke2', 'k3s', 'microk8s', 'eks', 'gke', 'aks', 'talos', 'openshift', 'unknown'] as const;
export type Distribution = (typeof DISTRIBUTIONS)[number];

/** Whose control plane the provider runs: its flags and files are nobody's business but the provider's. */
const MANAGED: readonly Distribution[] = ['eks', 'gke', 'aks'];

export const isManaged = (distribution: Distribution): boolean => MANAGED.includes(distribution);

/** What the version of a component tells of its distribution. */
const SUFFIXES: readonly (readonly [pattern: RegExp, distribution: Distribution])[] = [
  [/\+rke2r/, 'rke2'],
  [/\+k3s/, 'k3s'],
  [/-eks-/, 'eks'],
  [/-gke\./, 'gke'],
];

export function readDistribution(text: string): Distribution {
  return DISTRIBUTIONS.find(distribution => distribution === text.toLowerCase()) ?? 'unknown';
}

export interface NodeTraces {
  /** As v1.34.1+k3s1. */
  readonly version: string;
  readonly providerId: string;
  readonly labels: Readonly<Record<string, unknown>>;
  readonly annotations: Readonly<Record<string, unknown>>;
}

/** What a Node object gives away. */
export function findDistribution({ version, providerId, labels, annotations }: NodeTraces): Distribution {
  const suffix = SUFFIXES.find(([pattern]) => pattern.test(version));
  if (suffix !== undefined) return suffix[1];
  if ('kubernetes.azure.com/cluster' in labels) return 'aks';
  if ('node.openshift.io/os_id' in labels) return 'openshift';
  if ('microk8s.io/cluster' in labels) return 'microk8s';
  if ('eks.amazonaws.com/nodegroup' in labels) return 'eks';
  if ('cloud.google.com/gke-nodepool' in labels) return 'gke';
  if (Object.keys(annotations).some(key => key.startsWith('talos.dev/')) || providerId.startsWith('talos://')) return 'talos';
  return 'kubeadm.alpha.kubernetes.io/cri-socket' in annotations ? 'kubeadm' : 'unknown';
}
