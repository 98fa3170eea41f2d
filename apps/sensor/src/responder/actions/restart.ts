import type { Action } from '../contract.ts';
import { listKeepers } from '../keepers.ts';
import { RESTARTED_AT } from '../marks.ts';
import { toWorkloadFacts } from '../owners.ts';
import { findTarget, toObstacle } from '../plan/find-target.ts';
import { listPlannedChanges } from '../plan/planned-changes.ts';
import { describe, toUid } from '../resources.ts';
import { verifyRollout } from '../verify/rollout.ts';

export const RESTARTABLE = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** All pods of a workload are made anew, as its own strategy of updates does it. */
export const action: Action = {
  name: 'restart',
  kinds: RESTARTABLE,
  undoable: false,
  rights: [
    { apiGroups: ['apps'], resources: ['deployments', 'statefulsets', 'daemonsets'], verbs: ['get', 'patch'] },
    { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: ['list'] },
    { apiGroups: ['keda.sh'], resources: ['scaledobjects'], verbs: ['list'] },
  ],
  plan: async (request, edge) => {
    const target = await findTarget(request, edge);
    if ('obstacle' in target) return target.obstacle;
    const { ref, object } = target;
    if (!RESTARTABLE.includes(ref.resource.kind))
      return toObstacle(`${describe(ref)} cannot be rolled out anew: that is for ${RESTARTABLE.join(', ')}. End its pods instead`).obstacle;
    const path = ['spec', 'template', 'metadata', 'annotations', RESTARTED_AT];
    const steps = [
      { type: 'patch' as const, name: 'roll out anew', object: ref, uid: toUid(object), fields: [{ path, after: request.requestedAt }] },
    ];
    const workload = toWorkloadFacts(ref, object, 0);
    const keepers = await listKeepers(edge, ref, object);
    return {
      steps,
      changes: listPlannedChanges(steps, object),
      uid: toUid(object),
      workload,
      warnings: keepers.filter(text => !/scales/.test(text)),
    };
  },
  verify: verifyRollout,
};
