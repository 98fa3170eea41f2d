import { nameObject } from '@breakwater/inventory';
import { toBindingCut } from '../binding-cut.ts';
import type { BindingEdge } from '../edge.ts';

export const edge: BindingEdge = {
  kind: 'binding',
  id: 'holds',
  number: 'E3',
  doc: 'A binding gives a role to a user, group or service account',
  cost: 0,
  *list(binding, to, subjects) {
    const { roleKind, roleName } = binding;
    const name = nameObject(binding);
    const cuts = [toBindingCut(binding)];
    for (const from of subjects) yield { from, to, because: () => `${name} gives ${roleKind} ${roleName} to ${from.name}`, cuts };
  },
};
