import type { Action } from '../contract.ts';
import { findTarget } from '../plan/find-target.ts';
import { toUid } from '../resources.ts';

const LOG_BYTES = 4 * 1024 * 1024;

/** Keeps what can be read of a pod or a workload before it is gone, with a hash of each piece. Changes nothing. */
export const action: Action = {
  name: 'evidence',
  kinds: ['Pod', 'Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'],
  undoable: false,
  rights: [
    { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] },
    { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
    { apiGroups: [''], resources: ['events'], verbs: ['list'] },
    { apiGroups: ['apps'], resources: ['deployments', 'replicasets', 'statefulsets', 'daemonsets'], verbs: ['get'] },
    { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: ['get'] },
  ],
  plan: async (request, edge) => {
    const target = await findTarget(request, edge);
    if ('obstacle' in target) return target.obstacle;
    const { ref, object } = target;
    const { logBytes = LOG_BYTES, checkpoint = false } = request.params;
    const steps = [{ type: 'collect' as const, name: 'keep evidence', object: ref, uid: toUid(object), logBytes, checkpoint }];
    return { steps, changes: [[]], uid: toUid(object), workload: undefined, warnings: [] };
  },
  verify: async ({ results }) => {
    const kept = results.flatMap(result => result?.evidence ?? []).filter(({ sha256 }) => sha256 !== undefined);
    return { state: kept.length > 0 ? 'verified' : 'failed', message: `${kept.length} pieces are kept, each with its hash` };
  },
};
