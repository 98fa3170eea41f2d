import { type Inventory, isShippedBinding, isShippedRole, listBindings, nameObject, SHIPPED_ROLES } from '@breakwater/inventory';
import { Authorizer, type Binding, type RbacSet, type Role, readRbac } from '@breakwater/rbac';

/** Roles and bindings of a set, and which of them are somebody's own. */
export interface OwnAccess {
  readonly set: RbacSet;
  readonly authorizer: Authorizer;
  /** Whether an object is as Kubernetes ships it. */
  readonly isExpected: (object: Binding | Role) => boolean;
}

export function readOwnAccess(inventory: Inventory, includeSystem: boolean): OwnAccess {
  const objects = inventory.objects.map(({ raw }) => raw);
  const set = withShipped(readRbac(objects, { namespace: inventory.options.namespace }));
  const shipped = includeSystem ? new Set<string>() : listShipped(inventory);
  return { set, authorizer: new Authorizer(set), isExpected: object => shipped.has(nameObject(object)) || object.index < 0 };
}

/** Every cluster has the user-facing roles, whether the set shows them or not. */
function withShipped(set: RbacSet): RbacSet {
  const known = new Set(set.roles.filter(({ kind }) => kind === 'ClusterRole').map(({ name }) => name));
  const missing = [...SHIPPED_ROLES].filter(([name]) => !known.has(name));
  const added = missing.map(([name, rules]): Role => {
    const whole = rules.map(rule => ({ ...rule, nonResourceURLs: [] }));
    return { kind: 'ClusterRole', namespace: '', name, labels: {}, rules: whole, aggregates: undefined, index: -1 };
  });
  return { ...set, roles: [...set.roles, ...added] };
}

/** Names of roles and bindings that are as Kubernetes ships them. */
function listShipped(inventory: Inventory): Set<string> {
  const bindings = listBindings(inventory).filter(binding => binding.bound && isShippedBinding(inventory, binding));
  const roles = inventory.listKind('Role', 'ClusterRole').filter(role => isShippedRole(inventory, role));
  return new Set([...bindings.map(({ object }) => object), ...roles].map(object => nameObject(object as unknown as Role)));
}
