import { needOf } from '@breakwater/rbac';
import type { PermissionEdge } from '../edge.ts';
import { CLUSTER_ADMIN, namespaceAdmin } from '../graph/node.ts';
import { CHANGE, RBAC } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'escalate-role',
  number: 'E24',
  doc: 'Whoever may escalate and change a role that is bound to him gives himself everything',
  cost: 1,
  ways: [
    [[needOf('escalate', RBAC, 'clusterroles')], [needOf(CHANGE, RBAC, 'clusterroles')]],
    [[needOf('escalate', RBAC, 'roles')], [needOf(CHANGE, RBAC, 'roles')]],
  ],
  ofHolder: true,
  to: (held, namespace, _, roles) => {
    const kind = held[0]?.permission.resources[0] === 'clusterroles' ? 'ClusterRole' : 'Role';
    const own = roles.filter(role => role.kind === kind && held.every(({ names }) => names.length === 0 || names.includes(role.name)));
    const reached = own.filter(role => kind === 'ClusterRole' || namespace === '' || role.namespace === namespace);
    return reached.map(role => ({ node: role.namespace === '' ? CLUSTER_ADMIN : namespaceAdmin(role.namespace) }));
  },
};
