import { nameObject } from '@breakwater/inventory';
import { formatHeld, type Held, type Role } from '@breakwater/rbac';
import type { AttackWorld } from '../attack-world.ts';
import type { Cut } from '../edge.ts';
import type { Grant, KindedConnection } from './grant.ts';
import type { WayIndex } from './ways.ts';

/** What a role alone lets its holders do. */
export function* listRoleConnections(
  { node, role, rules, namespace }: Grant,
  world: AttackWorld,
  ways: WayIndex,
): Generator<KindedConnection> {
  for (const { way, held, isComplete } of ways.list(rules, namespace)) {
    if (!isComplete || way.edge.ofHolder === true) continue;
    const whole = held as readonly Held[];
    const because = () => `${node.name} allows ${whole.map(formatHeld).join(' and ')}`;
    const cuts = whole.flatMap(each => toRuleCuts(role, each));
    for (const { node: to, weakened = [] } of way.edge.to(whole, namespace, world, [])) {
      yield { kind: way.edge, from: node, to, because, weakened, cuts };
    }
  }
}

/** Roles that Kubernetes ships are not to be changed. */
export function toRuleCuts(role: Role, held: Held): readonly Cut[] {
  const isShipped = role.index < 0 || role.labels['kubernetes.io/bootstrapping'] === 'rbac-defaults';
  return isShipped ? [] : [{ change: `remove "${formatHeld(held)}" from ${nameObject(role)}`, weight: 3 }];
}
