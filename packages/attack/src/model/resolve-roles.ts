import { aggregateRoles, type ResolvedRole, toRoleKey } from '@breakwater/rbac';
import type { AttackModel } from './attack-model.ts';

/** Roles by key with the rules that they really have; rules that are as they were are the same list. */
export function resolveRoles(model: AttackModel, before: ReadonlyMap<string, ResolvedRole>): ReadonlyMap<string, ResolvedRole> {
  const { roles } = aggregateRoles([...model.roles.values()]);
  return new Map(
    roles.map(resolved => {
      const key = toRoleKey(resolved.role.kind, resolved.role.namespace, resolved.role.name);
      const old = before.get(key);
      const isSame =
        old !== undefined && old.rules.length === resolved.rules.length && old.rules.every((rule, index) => rule === resolved.rules[index]);
      return [key, isSame ? { role: resolved.role, rules: old.rules } : resolved] as const;
    }),
  );
}
