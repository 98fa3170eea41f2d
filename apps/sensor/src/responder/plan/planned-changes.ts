import type { Raw } from '@breakwater/inventory';
import type { ResponseChange } from '@breakwater/model';
import type { Step } from '../contract.ts';
import { toUid } from '../resources.ts';
import { readFields, toChange, toChanges } from '../steps/fields.ts';

/** What each step will change, as far as it is known before: of other objects than the target only what they become. */
export function listPlannedChanges(steps: readonly Step[], target: Raw): readonly (readonly ResponseChange[])[] {
  return steps.map(step => toPlanned(step, target));
}

function toPlanned(step: Step, target: Raw): readonly ResponseChange[] {
  switch (step.type) {
    case 'patch': {
      const known = step.uid === toUid(target) ? target : {};
      const notes = Object.entries(step.notes ?? {}).map(([name, value]) => ({ path: ['metadata', 'annotations', name], after: value }));
      return toChanges(step.object, readFields(known, [...step.fields, ...notes]));
    }
    case 'scale':
      return [toChange(step.object, 'patch', { subresource: 'scale', field: 'spec.replicas', before: step.before, after: step.after })];
    case 'create':
      return [toChange(step.object, 'create', { after: step.body['spec'] })];
    case 'end-pod':
      return [
        step.evict
          ? toChange(step.object, 'create', { subresource: 'eviction', after: 'evicted' })
          : toChange(step.object, 'delete', { after: 'deleted' }),
      ];
    // Reading changes nothing, and the builder is none of the cluster.
    case 'collect':
    case 'rebuild':
      return [];
  }
}
