import { nameObject } from '@breakwater/inventory';
import type { Binding } from '@breakwater/rbac';
import type { Cut } from './edge.ts';

/** Taking a binding away; one that others rest on too is heavier. */
export function toBindingCut(binding: Binding): Cut {
  return { change: `delete ${nameObject(binding)}`, weight: binding.subjects.length > 1 ? 2 : 1 };
}
