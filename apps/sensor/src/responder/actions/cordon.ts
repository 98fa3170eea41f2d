import { readPath } from '@breakwater/inventory';
import type { Action } from '../contract.ts';
import { findTarget, toObstacle } from '../plan/find-target.ts';
import { listPlannedChanges } from '../plan/planned-changes.ts';
import { describe, toUid } from '../resources.ts';

/** No new pod is put onto a node; those that run there stay. */
export const action: Action = {
  name: 'cordon',
  kinds: ['Node'],
  undoable: true,
  rights: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get', 'patch'] }],
  plan: async (request, edge) => {
    const target = await findTarget(request, edge);
    if ('obstacle' in target) return target.obstacle;
    const { ref, object } = target;
    if (ref.resource.kind !== 'Node') return toObstacle(`${describe(ref)} is no node`).obstacle;
    if (readPath(object, 'spec', 'unschedulable') === true) return toObstacle(`${describe(ref)} is cordoned already`).obstacle;
    const fields = [{ path: ['spec', 'unschedulable'], after: true }];
    const steps = [{ type: 'patch' as const, name: 'cordon the node', object: ref, uid: toUid(object), fields }];
    return { steps, changes: listPlannedChanges(steps, object), uid: toUid(object), workload: undefined, warnings: [] };
  },
  verify: async ({ request, edge }) => {
    const target = await findTarget(request, edge);
    if (!('obstacle' in target) && readPath(target.object, 'spec', 'unschedulable') === true)
      return { state: 'verified', message: 'no new pod is put onto it' };
    return { state: 'failed', message: 'the node takes pods again: somebody has taken it back' };
  },
};
