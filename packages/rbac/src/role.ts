import type { PolicyRule } from './rule.ts';
import type { Subject } from './subject.ts';

/** A Role or ClusterRole. */
export interface Role {
  readonly kind: 'Role' | 'ClusterRole';
  /** Empty for a ClusterRole. */
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly rules: readonly PolicyRule[];
  /** Label selectors of the ClusterRoles that this one is made of; undefined for a role that stands by itself. */
  readonly aggregates: readonly unknown[] | undefined;
  /** Place in the list that it was read from. */
  readonly index: number;
}

/** A RoleBinding or ClusterRoleBinding. */
export interface Binding {
  readonly kind: 'RoleBinding' | 'ClusterRoleBinding';
  /** Empty for a ClusterRoleBinding. */
  readonly namespace: string;
  readonly name: string;
  readonly roleKind: string;
  readonly roleName: string;
  readonly subjects: readonly Subject[];
  readonly index: number;
}

/** A Role is found in the namespace of its binding; a ClusterRoleBinding cannot name one. */
export function toRoleKey(kind: string, namespace: string, name: string): string {
  return kind === 'ClusterRole' ? `ClusterRole//${name}` : `${kind}/${namespace}/${name}`;
}
