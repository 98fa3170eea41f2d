import { Inventory, type Raw } from '@breakwater/inventory';
import { type Cluster, readCluster } from '../cluster/read-cluster.ts';

/** A cluster of plain objects, as `kubectl get -o json` shows them. */
export function buildCluster(...objects: readonly Raw[]): Cluster {
  const sources = objects.map(value => ({ value }));
  return readCluster(new Inventory(sources, { cluster: 'file:test', kubeMinor: 37, complete: false, namespace: 'default' }));
}

export function buildNamespace(name: string, labels: Raw = {}): Raw {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

interface DeploymentParts {
  readonly labels?: Raw;
  readonly ports?: readonly Raw[];
  readonly container?: Raw;
  readonly pod?: Raw;
}

/** A Deployment named `namespace/name`, whose pods have the label `app` with its name unless others are given. */
export function buildDeployment(place: string, { labels, ports = [], container = {}, pod = {} }: DeploymentParts = {}): Raw {
  const [namespace = '', name = ''] = place.split('/');
  const template = {
    metadata: { labels: labels ?? { app: name } },
    spec: { containers: [{ name: 'app', image: 'app:1', ports, ...container }], ...pod },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: { selector: { matchLabels: labels ?? { app: name } }, template },
  };
}

/** A bare pod named `namespace/name`, with an address. */
export function buildPod(
  place: string,
  podIP: string,
  { labels, status = {}, spec = {} }: { labels?: Raw; status?: Raw; spec?: Raw } = {},
): Raw {
  const [namespace = '', name = ''] = place.split('/');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: labels ?? { app: name } },
    spec: { containers: [{ name: 'app', image: 'app:1' }], ...spec },
    status: { ...(podIP === '' ? {} : { podIP, podIPs: podIP.split(',').map(ip => ({ ip })) }), ...status },
  };
}

export function buildService(place: string, spec: Raw, rest: Raw = {}): Raw {
  const [namespace = '', name = ''] = place.split('/');
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace, ...rest }, spec: { selector: { app: name }, ...spec } };
}

export function buildPolicy(place: string, spec: Raw): Raw {
  const [namespace = '', name = ''] = place.split('/');
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace }, spec };
}

export function buildClusterPolicy(name: string, spec: Raw): Raw {
  return { apiVersion: 'policy.networking.k8s.io/v1alpha2', kind: 'ClusterNetworkPolicy', metadata: { name }, spec };
}
