import { type Raw, readPath, toRecords, toText } from '@breakwater/inventory';
import type { ResponseParams } from '@breakwater/model';
import type { Action } from '../contract.ts';
import { findWorkload } from '../owners.ts';
import { findTarget, toObstacle } from '../plan/find-target.ts';
import { listPlannedChanges } from '../plan/planned-changes.ts';
import { describe, toUid } from '../resources.ts';
import { poll } from '../verify/poll.ts';

const STATUS_LISTS = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'];

/** One pod ends; its controller makes another. By eviction, so that PodDisruptionBudgets hold, unless forced. */
export const action: Action = {
  name: 'kill-pod',
  kinds: ['Pod'],
  undoable: false,
  rights: [
    { apiGroups: [''], resources: ['pods'], verbs: ['get', 'delete'] },
    { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
    { apiGroups: ['apps'], resources: ['deployments', 'replicasets', 'statefulsets', 'daemonsets'], verbs: ['get'] },
    { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: ['get'] },
  ],
  plan: async (request, edge) => {
    const target = await findTarget(request, edge);
    if ('obstacle' in target) return target.obstacle;
    const { ref, object } = target;
    if (ref.resource.kind !== 'Pod') return toObstacle(`${describe(ref)} is no pod: name the pod that is to end`).obstacle;
    const container = readContainer(object, request.params);
    if (typeof container === 'string') return toObstacle(container).obstacle;
    const workload = await findWorkload(edge, object, ref.namespace);
    const { graceSeconds, force = false } = request.params;
    const steps = [
      {
        type: 'end-pod' as const,
        name: force ? 'delete the pod' : 'evict the pod',
        object: ref,
        uid: toUid(object),
        evict: !force,
        graceSeconds,
        container,
      },
    ];
    const isBare = workload.kind === 'Pod';
    const warnings = isBare ? ['the pod has no controller: nobody makes it again'] : [];
    return { steps, changes: listPlannedChanges(steps, object), uid: toUid(object), workload, warnings };
  },
  verify: async ({ request, plan, edge, pause, patienceMs }) => {
    const isThere = async (): Promise<boolean> => {
      const target = await findTarget(request, edge);
      return !('obstacle' in target) && toUid(target.object) === plan.uid;
    };
    const there = await poll(isThere, is => !is, { pause, patienceMs });
    if (there) return { state: 'requested', message: 'the pod was still ending when it was looked at last' };
    return { state: 'verified', message: 'the pod is gone' };
  },
};

/** The container that was meant, with the id that it must still have; a text says why there is none. */
function readContainer(pod: Raw, { container }: ResponseParams): { readonly name: string; readonly id: string } | undefined | string {
  if (container === undefined) return undefined;
  const statuses = STATUS_LISTS.flatMap(list => toRecords(readPath(pod, 'status', list)));
  const now = toText(statuses.find(({ name }) => name === container.name)?.['containerID']);
  if (now === '') return `no container '${container.name}' runs in the pod`;
  if (container.id !== undefined && container.id !== now) return `container '${container.name}' is another one by now: it was started anew`;
  return { name: container.name, id: now };
}
