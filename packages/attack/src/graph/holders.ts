import type { Binding } from '@breakwater/rbac';
import type { Grant } from './grant.ts';
import { CLUSTER_ADMIN, type NodeReference } from './node.ts';
import { ACCOUNT, listSubjectNodes } from './subjects.ts';
import type { WayIndex } from './ways.ts';

/** Somebody with all that he is given, by himself and by the groups that he is in whether he wants or not. */
export interface Holder {
  readonly node: NodeReference;
  readonly given: readonly Given[];
}

/** A grant, and by which binding. */
export interface Given {
  readonly grant: Grant;
  readonly binding: Binding;
}

/** A subject with the groups that authentication puts it into by itself. */
export interface GroupedSubject {
  readonly node: NodeReference;
  readonly groups: readonly string[];
}

export function toGroupedSubject(node: NodeReference): GroupedSubject {
  return { node, groups: listImplicitGroups(node.name) };
}

type FindGrant = (binding: Binding) => Grant | undefined;

/** Holders whose grants together may be enough for ways of several needs; who is cluster-admin needs none. `subjects` are all that there are. */
export function listHolders(
  bindings: readonly Binding[],
  subjects: readonly GroupedSubject[],
  ways: WayIndex,
  findGrant: FindGrant,
): readonly Holder[] {
  const masks = measureMasks(bindings, ways, findGrant);
  const wanted = new Map<string, Given[]>();
  const able = subjects.filter(({ node, groups }) => {
    const own = masks.get(node.name) ?? 0n;
    return ways.mayComplete(groups.reduce((sum, group) => sum | (masks.get(group) ?? 0n), own));
  });
  for (const { node, groups } of able) for (const name of [node.name, ...groups]) wanted.set(name, []);
  for (const binding of able.length === 0 ? [] : bindings) {
    for (const { name } of listSubjectNodes(binding)) {
      const list = wanted.get(name);
      const grant = list === undefined ? undefined : findGrant(binding);
      if (grant !== undefined) list?.push({ grant, binding });
    }
  }
  return able.map(({ node, groups }) => ({ node, given: [node.name, ...groups].flatMap(name => wanted.get(name) ?? []) }));
}

/** Needs that the grants of each holder meet together, one bit each. */
function measureMasks(bindings: readonly Binding[], ways: WayIndex, findGrant: FindGrant): ReadonlyMap<string, bigint> {
  const masks = new Map<string, bigint>();
  for (const binding of bindings) {
    const grant = findGrant(binding);
    if (grant === undefined || grant.node === CLUSTER_ADMIN) continue;
    const mask = ways.toMask(grant.rules, grant.namespace);
    if (mask !== 0n) for (const { name } of listSubjectNodes(binding)) masks.set(name, (masks.get(name) ?? 0n) | mask);
  }
  return masks;
}

const [AUTHENTICATED, UNAUTHENTICATED, ACCOUNTS] = [
  'Group system:authenticated',
  'Group system:unauthenticated',
  'Group system:serviceaccounts',
];

/** Groups that authentication gives by itself, also to members of other groups. */
function listImplicitGroups(name: string): readonly string[] {
  if (name.startsWith(ACCOUNT)) return [ACCOUNTS, `${ACCOUNTS}:${name.slice(ACCOUNT.length, name.indexOf('/'))}`, AUTHENTICATED];
  if (name === 'User system:anonymous') return [UNAUTHENTICATED];
  if (name === AUTHENTICATED || name === UNAUTHENTICATED) return [];
  return name.startsWith(`${ACCOUNTS}:`) ? [ACCOUNTS, AUTHENTICATED] : [AUTHENTICATED];
}
