import type { EditContext } from './edit-context.ts';
import type { FlowLayout } from './layout.ts';
import type { Plan } from './plan-change.ts';

/** What holds a value: the entry of a block mapping, the item of a block list, or a flow collection. */
export type Slot =
  | { readonly kind: 'entry'; readonly column: number; readonly colon: number }
  | { readonly kind: 'item' }
  | { readonly kind: 'flow'; readonly colon: number; readonly layout: FlowLayout };

/** Edits the node inside; handed on, so that the files of one style need not know the others. */
export type EditNode = (context: EditContext, record: number, slot: Slot, plan: Plan) => void;
