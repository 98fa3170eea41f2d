import type { Authorizer } from '../authorizer.ts';
import { findHeld, formatHeld } from '../need.ts';
import type { RbacSet } from '../read-rbac.ts';
import type { Binding } from '../role.ts';
import { DANGEROUS_PERMISSIONS } from './catalogue.ts';
import type { DeadRule } from './dead-rules.ts';
import { meetsRest } from './list-risks.ts';

const ROWS = DANGEROUS_PERMISSIONS.filter(({ id }) => id === 'P2' || id === 'P3');

/** `bind` and `escalate` of bindings whose subjects may not write what these are about: without effect until somebody gives that too. */
export function listLatent(
  set: Pick<RbacSet, 'bindings'>,
  authorizer: Authorizer,
  isExpected: (binding: Binding) => boolean,
): readonly DeadRule[] {
  return set.bindings
    .filter(binding => !isExpected(binding))
    .flatMap(binding => {
      const rules = authorizer.findRole(binding)?.rules ?? [];
      return ROWS.flatMap((row): readonly DeadRule[] => {
        const held = findHeld(rules, row.needs[0] ?? [], binding.namespace);
        if (held === undefined || binding.subjects.some(subject => meetsRest(row, subject, binding, authorizer))) return [];
        const because = `${formatHeld(held)} is without effect as long as nothing lets its subjects write them`;
        return [{ name: 'latent', object: binding, rule: rules.indexOf(held.rule), because }];
      });
    });
}
