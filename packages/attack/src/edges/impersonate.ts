import { needOf } from '@breakwater/rbac';
import { goTo, toNamed } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { ANY_USER, accountNode, anyAccount, CLUSTER_ADMIN, groupNode, toUserOrAccount } from '../graph/node.ts';

const MASTERS = 'system:masters';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'impersonate',
  number: 'E28',
  doc: 'Whoever may impersonate is whom he names; groups hold system:masters',
  cost: 1,
  ways: [[[needOf('impersonate', '', 'users')]], [[needOf('impersonate', '', 'groups')]], [[needOf('impersonate', '', 'serviceaccounts')]]],
  to: ([held], namespace, world) => {
    if (held === undefined) return [];
    const [resource] = held.permission.resources;
    if (resource === 'serviceaccounts') return toNamed(held, namespace, world, anyAccount, accountNode);
    if (resource === 'users') return held.names.length === 0 ? goTo(ANY_USER) : held.names.map(name => ({ node: toUserOrAccount(name) }));
    if (held.names.length === 0 || held.names.includes(MASTERS)) return goTo(CLUSTER_ADMIN);
    return held.names.map(name => ({ node: groupNode(name) }));
  },
};
