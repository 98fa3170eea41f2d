import type { Given } from './grant.ts';
import { CLUSTER_ADMIN, type NodeReference } from './node.ts';
import { ACCOUNT } from './subjects.ts';
import type { WayIndex } from './ways.ts';

/** Somebody with all that he is given, by himself and by the groups that he is in whether he wants or not. */
export interface Holder {
  readonly node: NodeReference;
  readonly given: readonly Given[];
}

/** A subject with the groups that authentication puts it into by itself. */
export interface GroupedSubject {
  readonly node: NodeReference;
  readonly groups: readonly string[];
}

export function toGroupedSubject(node: NodeReference): GroupedSubject {
  return { node, groups: listImplicitGroups(node.name) };
}

/** Holders whose grants together may be enough for ways of several needs; who is cluster-admin needs none. `subjects` are all that there are. */
export function listHolders(given: readonly Given[], subjects: readonly GroupedSubject[], ways: WayIndex): readonly Holder[] {
  const masks = measureMasks(given, ways);
  const wanted = new Map<string, Given[]>();
  const able = subjects.filter(({ node, groups }) => {
    const own = masks.get(node.name) ?? 0n;
    return ways.mayComplete(groups.reduce((sum, group) => sum | (masks.get(group) ?? 0n), own));
  });
  for (const { node, groups } of able) for (const name of [node.name, ...groups]) wanted.set(name, []);
  if (able.length > 0) for (const each of given) for (const { name } of each.subjects) wanted.get(name)?.push(each);
  return able.map(({ node, groups }) => ({ node, given: [node.name, ...groups].flatMap(name => wanted.get(name) ?? []) }));
}

/** Needs that the grants of each holder meet together, one bit each. */
function measureMasks(given: readonly Given[], ways: WayIndex): ReadonlyMap<string, bigint> {
  const masks = new Map<string, bigint>();
  for (const { grant, subjects } of given) {
    if (grant.node === CLUSTER_ADMIN) continue;
    const mask = ways.toMask(grant.rules, grant.namespace);
    if (mask !== 0n) for (const { name } of subjects) masks.set(name, (masks.get(name) ?? 0n) | mask);
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
