import type { Held } from '@breakwater/rbac';
import type { AttackWorld } from './attack-world.ts';
import type { Destination } from './edge.ts';
import { ANY_USER, anyPod, CLUSTER_ADMIN, CONTROL_PLANE_NODES, type NodeReference, WORKERS } from './graph/node.ts';

/** The node as only destination. */
export const goTo = (node: NodeReference, weakened: readonly string[] = []): readonly Destination[] => [{ node, weakened }];

/** The named pods of a namespace, or all; names mean nothing where the namespace is not one. */
export function toPods({ names }: Held, namespace: string, world: AttackWorld, weakened: readonly string[] = []): readonly Destination[] {
  if (names.length === 0) return goTo(anyPod(namespace), weakened);
  const namespaces = namespace === '' ? world.namespaces : [namespace];
  return namespaces.flatMap(each => names.flatMap(name => world.findPods(each, name).map(node => ({ node, weakened }))));
}

/** Objects that the names are meant for, in one namespace or in all of the set. */
export function toNamed(
  { names }: Held,
  namespace: string,
  world: AttackWorld,
  any: (namespace: string) => NodeReference,
  one: (namespace: string, name: string) => NodeReference,
): readonly Destination[] {
  if (names.length === 0) return goTo(any(namespace));
  if (namespace !== '') return names.map(name => ({ node: one(namespace, name) }));
  const exists = (each: string, name: string) => world.hasAccount(each, name) || world.hasSecret(each, name);
  return names.flatMap(name => world.namespaces.filter(each => exists(each, name)).map(each => ({ node: one(each, name) })));
}

/** Whether Pod Security lets no pod through that reaches its node. */
export function forbidsPrivileged({ surroundings }: AttackWorld, namespace: string): boolean {
  const level = surroundings.podSecurity.get(namespace);
  return level === 'baseline' || level === 'restricted';
}

/** What may refuse a pod and was not evaluated. */
export function listGuardDoubts({ surroundings: { guards } }: AttackWorld): readonly string[] {
  const [first, ...others] = guards;
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return [`${first}${more} may refuse the pod; not evaluated`];
}

/** Doubts about pods of one's own making, in a namespace whose level may not be known. */
export function listPodDoubts(world: AttackWorld, namespace: string): readonly string[] {
  const { podSecurity } = world.surroundings;
  const isUnknown = namespace !== '' && podSecurity.size > 0 && !podSecurity.has(namespace);
  return [...listGuardDoubts(world), ...(isUnknown ? [`the Pod Security level of namespace ${namespace} is not in the set`] : [])];
}

/** Nodes that a pod of one's own making can be put on: those of the control plane too, where the cluster has its own. */
export function toAnyNode(world: AttackWorld, weakened: readonly string[]): readonly Destination[] {
  const { known, controlPlane } = world.surroundings.nodes;
  if (known && !controlPlane) return goTo(WORKERS, weakened);
  const doubts = known ? weakened : [...weakened, 'the set does not show whether the control plane runs on nodes of the cluster'];
  return [
    { node: WORKERS, weakened },
    { node: CONTROL_PLANE_NODES, weakened: doubts },
  ];
}

/** Whether a permission on ConfigMaps counts for one of kube-system. */
export function namesConfigMap(held: Held | undefined, namespace: string, name: string): boolean {
  if (held === undefined || (namespace !== '' && namespace !== 'kube-system')) return false;
  return held.names.length === 0 || held.names.includes(name);
}

const CLIENT_SIGNERS = ['kubernetes.io/kube-apiserver-client', 'kubernetes.io/*'];

/** Whether a permission on signers is one for the signer of API clients. */
export function namesClientSigner(held: Held | undefined): boolean {
  return held !== undefined && (held.names.length === 0 || held.names.some(name => CLIENT_SIGNERS.includes(name)));
}

/** Certificates of system:masters are refused, those of other powerful users are not. */
export function toAnyCertificate(): readonly Destination[] {
  const detour = 'system:masters is refused: by way of another powerful user, as system:kube-controller-manager';
  return [{ node: ANY_USER }, { node: CLUSTER_ADMIN, weakened: [detour] }];
}
