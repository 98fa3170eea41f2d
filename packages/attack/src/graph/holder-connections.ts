import { formatHeld, type Held } from '@breakwater/rbac';
import type { AttackWorld } from '../attack-world.ts';
import { toBindingCut } from '../binding-cut.ts';
import type { Cut, HeldRole } from '../edge.ts';
import { type Given, type KindedConnection, nameGrant } from './grant.ts';
import type { Holder } from './holders.ts';
import { CLUSTER_ADMIN } from './node.ts';
import { toRuleCuts } from './role-connections.ts';
import type { EdgeWay, Meeting, WayIndex } from './ways.ts';

/** What a holder can do by several of his roles together, or by what he is bound to. */
export function* listHolderConnections(holder: Holder, world: AttackWorld, ways: WayIndex): Generator<KindedConnection> {
  const given = holder.given.filter(({ grant }) => grant.node !== CLUSTER_ADMIN);
  const roles: readonly HeldRole[] = given.map(({ grant: { role, namespace } }) => ({ kind: role.kind, name: role.name, namespace }));
  for (const place of new Set(['', ...given.map(({ grant }) => grant.namespace)])) {
    const counting = given.filter(({ grant: { namespace } }) => namespace === '' || namespace === place);
    const met = counting.flatMap(each => ways.list(each.grant.rules, each.grant.namespace).map(meeting => ({ given: each, meeting })));
    const groups = Map.groupBy(
      met.filter(({ meeting }) => meeting.way.isOfHolder),
      ({ meeting }) => meeting.way,
    );
    for (const [way, list] of groups) yield* listTogether({ holder, place, way, list }, world, roles);
  }
}

interface Together {
  readonly holder: Holder;
  readonly place: string;
  readonly way: EdgeWay;
  readonly list: readonly { readonly given: Given; readonly meeting: Meeting }[];
}

interface Chosen extends Given {
  readonly held: Held;
  /** Changes that leave nothing that meets the need. */
  readonly cuts: readonly Cut[];
}

/** One way, each of whose needs one of the grants of a holder meets; what one role does alone, or what holds everywhere, is told elsewhere. */
function* listTogether(
  { holder, place, way, list }: Together,
  world: AttackWorld,
  roles: readonly HeldRole[],
): Generator<KindedConnection> {
  const { edge } = way;
  if (isToldElsewhere(way, place, list)) return;
  const whole = way.way.flatMap((_, need) => choose(list, need) ?? []);
  const isOfOne = whole.every(({ grant }) => grant === whole[0]?.grant);
  if (whole.length < way.way.length || (isOfOne && edge.ofHolder !== true)) return;
  const because = () =>
    `${holder.node.name} may ${whole.map(({ grant, held }) => `${formatHeld(held)} by ${nameGrant(grant.role, grant.namespace)}`).join(' and ')}`;
  const cuts = whole.flatMap(each => each.cuts);
  const held = whole.map(({ held: each }) => each);
  for (const { node: to, weakened = [] } of edge.to(held, place, world, roles)) {
    yield { kind: edge, from: holder.node, to, because, weakened, cuts };
  }
}

/** Whether one role meets all needs for any name, or what is given everywhere does. */
function isToldElsewhere({ way, edge }: EdgeWay, place: string, list: Together['list']): boolean {
  const meets = ({ held }: Meeting, need: number) => held[need]?.names.length === 0;
  if (edge.ofHolder !== true && list.some(({ meeting }) => way.every((_, need) => meets(meeting, need)))) return true;
  const everywhere = list.filter(({ given }) => given.grant.namespace === '');
  if (place === '') return false;
  return everywhere.length === list.length || way.every((_, need) => everywhere.some(({ meeting }) => meets(meeting, need)));
}

/** A grant for any name before one for some, one everywhere before one of a namespace, and the first by its name: whatever the order of objects. */
function choose(list: Together['list'], need: number): Chosen | undefined {
  const able = list.flatMap(({ given, meeting }) => {
    const held = meeting.held[need];
    return held === undefined ? [] : [{ ...given, held }];
  });
  const rank = ({ grant, held }: (typeof able)[number]) => `${Number(held.names.length > 0)} ${grant.namespace} ${grant.node.name}`;
  const [best] = able.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
  if (best === undefined) return undefined;
  const { binding, grant, held } = best;
  const cuts = [
    ...(able.every(other => other.binding === binding) ? [toBindingCut(binding)] : []),
    ...(able.every(other => other.grant.role === grant.role) ? toRuleCuts(grant.role, held) : []),
  ];
  return { ...best, cuts };
}
