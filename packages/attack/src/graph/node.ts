/** What an attacker can stand on, or wants. */
export type NodeKind =
  | 'outside'
  | 'endpoint'
  | 'workload'
  | 'container'
  | 'subject'
  | 'grant'
  | 'namespace'
  | 'secret'
  | 'node'
  | 'cloud'
  | 'goal'
  /** What an attacker can do to others that is no place to stand on, as redirecting traffic. */
  | 'effect'
  /** Stands for all members of a group; paths do not show it between two of their hops. */
  | 'group';

/** A node by its name, which is unique: `ServiceAccount shop/web`, `shop/web[Deployment]/app`, `any pod of shop`. */
export interface NodeReference {
  readonly kind: NodeKind;
  readonly name: string;
}

const toNode = (kind: NodeKind, name: string): NodeReference => ({ kind, name });
const ofNamespace = (what: string, namespace: string): string => (namespace === '' ? what : `${what} of ${namespace}`);

/** An empty namespace means all of them. */
export const anyPod = (namespace: string) => toNode('group', ofNamespace('any pod', namespace));
export const anyAccount = (namespace: string) => toNode('group', ofNamespace('any service account', namespace));
export const anySecret = (namespace: string) => toNode('group', ofNamespace('any secret', namespace));
export const anyRole = (namespace: string) => toNode('group', ofNamespace('any Role', namespace));
export const anyPort = (namespace: string) => toNode('effect', ofNamespace('ports of any pod', namespace));
export const traffic = (namespace: string) => toNode('effect', ofNamespace('traffic of Services', namespace));
export const logs = (namespace: string) => toNode('effect', ofNamespace('logs', namespace));

export const OUTSIDE = toNode('outside', 'outside');
export const CLUSTER_ADMIN = toNode('goal', 'cluster-admin');
export const CONTROL_PLANE = toNode('goal', 'control plane');
export const ANY_USER = toNode('group', 'any user');
export const RUNNING_ACCOUNTS = toNode('group', 'service accounts of pods on the node');
export const WORKERS = toNode('node', 'worker nodes');
export const CONTROL_PLANE_NODES = toNode('node', 'control-plane nodes');
export const NODE_FILES = toNode('effect', 'files of the node');
export const NODE_SERVICES = toNode('effect', 'services of the node');
export const OTHERS_RIGHTS = toNode('effect', 'own rights for others');
export const NODE_CLOUD = toNode('cloud', 'cloud identity of the nodes');

export const namespaceAdmin = (namespace: string) => toNode('namespace', `admin of namespace ${namespace}`);
export const cloudIdentity = (name: string) => toNode('cloud', `cloud identity ${name}`);
export const workloadNode = (name: string) => toNode('workload', name);
export const endpointNode = (workload: string) => toNode('endpoint', `ports of ${workload}`);
export const containerNode = (workload: string, container: string) => toNode('container', `${workload}/${container}`);
export const secretNode = (namespace: string, name: string) => toNode('secret', `Secret ${namespace}/${name}`);
export const accountNode = (namespace: string, name: string) => toNode('subject', `ServiceAccount ${namespace}/${name}`);
export const userNode = (name: string) => toNode('subject', `User ${name}`);
export const groupNode = (name: string) => toNode('subject', `Group ${name}`);

const ACCOUNT_USER = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** A service account may be named by the user that it authenticates as. */
export function toUserOrAccount(name: string): NodeReference {
  const [, namespace, account] = ACCOUNT_USER.exec(name) ?? [];
  return namespace === undefined || account === undefined ? userNode(name) : accountNode(namespace, account);
}
