import { NODE_KIND } from '../node-table.ts';
import { editBlockList, editBlockMapping } from './edit-block.ts';
import { type EditContext, refuseEdits } from './edit-context.ts';
import { editFlow } from './edit-flow.ts';
import type { Plan } from './plan-change.ts';
import { replaceValue } from './replace-value.ts';
import type { Slot } from './slot.ts';

/** Makes the splices that turn a node into what is planned for it. */
export function editNode(context: EditContext, record: number, slot: Slot, plan: Plan): void {
  if (plan.kind === 'keep' || plan.kind === 'remove') return;
  const { tree } = context;
  if (tree.kind(record) === NODE_KIND.alias) {
    refuseEdits(context, plan.edits, 'the value is an alias (*name) of another place');
    return;
  }
  if (tree.aliased.has(record)) {
    refuseEdits(context, plan.edits, 'the value is anchored (&name) and used in other places too');
    return;
  }
  if (plan.kind === 'replace') {
    replaceValue(context, record, slot, plan);
    return;
  }
  if (tree.isFlow(record)) {
    editFlow(context, record, plan, slot, editNode);
    return;
  }
  if (plan.kind === 'list') {
    editBlockList(context, record, plan, slot, editNode);
    return;
  }
  editBlockMapping(context, record, plan, slot, editNode);
}
