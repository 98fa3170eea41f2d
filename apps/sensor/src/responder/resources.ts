import type { Raw } from '@breakwater/inventory';
import { readPath, toText } from '@breakwater/inventory';
import type { ObjectRef, Resource, ResponderEdge } from './contract.ts';

function define(group: string, version: string, plural: string, kind: string, namespaced = true): Resource {
  return { group, version, plural, kind, namespaced };
}

export const POD = define('', 'v1', 'pods', 'Pod');
export const SERVICE = define('', 'v1', 'services', 'Service');
export const NODE = define('', 'v1', 'nodes', 'Node', false);
export const EVENT = define('', 'v1', 'events', 'Event');
export const NETWORK_POLICY = define('networking.k8s.io', 'v1', 'networkpolicies', 'NetworkPolicy');
export const AUTOSCALER = define('autoscaling', 'v2', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler');
export const SCALED_OBJECT = define('keda.sh', 'v1alpha1', 'scaledobjects', 'ScaledObject');
export const JOB = define('batch', 'v1', 'jobs', 'Job');
const DEPLOYMENT = define('apps', 'v1', 'deployments', 'Deployment');
const REPLICA_SET = define('apps', 'v1', 'replicasets', 'ReplicaSet');
const STATEFUL_SET = define('apps', 'v1', 'statefulsets', 'StatefulSet');
const DAEMON_SET = define('apps', 'v1', 'daemonsets', 'DaemonSet');
const CONTROLLER = define('', 'v1', 'replicationcontrollers', 'ReplicationController');
const CRON_JOB = define('batch', 'v1', 'cronjobs', 'CronJob');

const KNOWN: readonly Resource[] = [
  POD,
  SERVICE,
  NODE,
  NETWORK_POLICY,
  JOB,
  DEPLOYMENT,
  REPLICA_SET,
  STATEFUL_SET,
  DAEMON_SET,
  CONTROLLER,
  CRON_JOB,
];

/** A kind by its name, asked of the API server's discovery where it is none of Kubernetes' own workloads. */
export async function findResource(
  edge: Pick<ResponderEdge, 'findResource'>,
  apiVersion: string,
  kind: string,
): Promise<Resource | undefined> {
  return findKnown(apiVersion, kind) ?? (await edge.findResource(apiVersion, kind));
}

export function findKnown(apiVersion: string, kind: string): Resource | undefined {
  return KNOWN.find(known => known.kind === kind && toApiVersion(known) === apiVersion);
}

/** By what people write: `deploy`, `deployments.apps`, `Deployment`. */
export function findByWord(word: string): Resource | undefined {
  const small = word.toLowerCase();
  return KNOWN.find(
    ({ plural, kind, group }) => [plural, kind.toLowerCase(), `${plural}.${group}`].includes(small) || SHORT[small] === kind,
  );
}

/** Short names of the API server. https://kubernetes.io/docs/reference/kubectl/#resource-types */
const SHORT: Readonly<Record<string, string>> = {
  po: 'Pod',
  svc: 'Service',
  no: 'Node',
  deploy: 'Deployment',
  rs: 'ReplicaSet',
  sts: 'StatefulSet',
  ds: 'DaemonSet',
  rc: 'ReplicationController',
  cj: 'CronJob',
};

export function toApiVersion({ group, version }: Pick<Resource, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

/** As RBAC and people write it: `deployments.apps`. */
export function toResourceName({ group, plural }: Pick<Resource, 'group' | 'plural'>): string {
  return group === '' ? plural : `${plural}.${group}`;
}

/** Path in the API of a collection. */
export function toCollectionPath(resource: Resource, namespace: string): string {
  const { group, version, plural } = resource;
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return namespace === '' || !resource.namespaced ? `${root}/${plural}` : `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
}

export function toPath({ resource, namespace, name }: ObjectRef): string {
  return `${toCollectionPath(resource, namespace)}/${encodeURIComponent(name)}`;
}

/** `Deployment shop/web`, or `Node a`. */
export function describe({ resource, namespace, name }: ObjectRef): string {
  return `${resource.kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}

export function toUid(object: Raw): string {
  return toText(readPath(object, 'metadata', 'uid'));
}

export function toVersion(object: Raw): string {
  return toText(readPath(object, 'metadata', 'resourceVersion'));
}
