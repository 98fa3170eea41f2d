import { needOf } from '@breakwater/rbac';
import type { AttackWorld } from '../attack-world.ts';
import type { PermissionEdge } from '../edge.ts';
import { accountNode, type NodeReference } from '../graph/node.ts';
import { OPERATORS } from '../operators.ts';
import { WRITE } from '../permissions.ts';

const WEAKENED = ['where the operator does not act as a limited account'];

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'confused-deputy',
  number: 'E45',
  doc: 'Whoever writes resources that an operator acts upon acts as the service account of the operator',
  cost: 2,
  ways: OPERATORS.map(({ group, resources }) => [[needOf(WRITE, group, ...resources)]]),
  to: ([held], _, world) => {
    const accounts = findOperators(world).get(held?.permission.group ?? '') ?? [];
    return accounts.map(node => ({ node, weakened: WEAKENED }));
  },
};

const known = new WeakMap<AttackWorld['classes'], ReadonlyMap<string, readonly NodeReference[]>>();

/** Accounts of operators by the group of their resources. */
function findOperators({ classes }: AttackWorld): ReadonlyMap<string, readonly NodeReference[]> {
  const found = known.get(classes) ?? new Map(OPERATORS.map(({ group, pattern }) => [group, listAccounts(classes, pattern)]));
  known.set(classes, found);
  return found;
}

function listAccounts(classes: AttackWorld['classes'], pattern: RegExp): readonly NodeReference[] {
  const found = classes.filter(({ part }) => pattern.test([part.name, ...part.images].join(' ')));
  return found.map(({ part }) => accountNode(part.namespace, part.account));
}
