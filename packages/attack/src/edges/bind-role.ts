import { needOf } from '@breakwater/rbac';
import type { AttackWorld } from '../attack-world.ts';
import { goTo } from '../destinations.ts';
import type { Destination, PermissionEdge } from '../edge.ts';
import { anyRole, CLUSTER_ADMIN, namespaceAdmin } from '../graph/node.ts';
import { RBAC, WRITE } from '../permissions.ts';

function goToAny(roleKind: string, isEverywhere: boolean, namespace: string, world: AttackWorld): readonly Destination[] {
  if (isEverywhere) return goTo(CLUSTER_ADMIN);
  if (roleKind === 'Role') return goTo(anyRole(namespace));
  return (namespace === '' ? world.namespaces : [namespace]).map(place => ({ node: namespaceAdmin(place) }));
}

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'bind-role',
  number: 'E25',
  doc: 'Whoever may bind a role and write bindings has what the role gives, in the place of the binding',
  cost: 1,
  ways: [
    [[needOf('bind', RBAC, 'clusterroles')], [needOf(WRITE, RBAC, 'clusterrolebindings')]],
    [[needOf('bind', RBAC, 'clusterroles')], [needOf(WRITE, RBAC, 'rolebindings')]],
    [[needOf('bind', RBAC, 'roles')], [needOf(WRITE, RBAC, 'rolebindings')]],
  ],
  to: ([bind, write], namespace, world) => {
    if (bind === undefined || write === undefined) return [];
    const roleKind = bind.permission.resources[0] === 'clusterroles' ? 'ClusterRole' : 'Role';
    const isEverywhere = write.permission.resources[0] === 'clusterrolebindings';
    if (bind.names.length === 0) return goToAny(roleKind, isEverywhere, namespace, world);
    const places = isEverywhere ? [''] : namespace === '' ? world.namespaces : [namespace];
    return places.flatMap(place =>
      bind.names.flatMap(name => {
        const node = world.toGrant(roleKind, name, place);
        return node === undefined ? [] : [{ node }];
      }),
    );
  },
};
