import { nameObject } from '@breakwater/inventory';
import type { Binding, PolicyRule, Role } from '@breakwater/rbac';
import type { Connection } from '../edge.ts';
import type { EdgeKind } from './graph.ts';
import type { NodeReference } from './node.ts';

/** A role in the place where a binding gives it. */
export interface Grant {
  readonly node: NodeReference;
  readonly role: Role;
  readonly rules: readonly PolicyRule[];
  /** Empty: everywhere. */
  readonly namespace: string;
}

/** A binding, what it gives and to whom. */
export interface Given {
  readonly binding: Binding;
  readonly grant: Grant;
  readonly subjects: readonly NodeReference[];
}

export type KindedConnection = Connection & { readonly kind: EdgeKind };

/** `ClusterRole edit`, `ClusterRole edit in shop`, `Role shop/web`. */
export function nameGrant(role: Role, namespace: string): string {
  return role.kind === 'Role' || namespace === '' ? nameObject(role) : `${nameObject(role)} in ${namespace}`;
}
