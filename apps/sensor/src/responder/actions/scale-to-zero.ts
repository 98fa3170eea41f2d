import { type Raw, readPath, toRecords, toText } from '@breakwater/inventory';
import type { ResponseRequest } from '@breakwater/model';
import type { Action, FieldChange, ObjectRef, ResponderEdge, ResponsePlan, Step, WorkloadFacts } from '../contract.ts';
import { listKeepers } from '../keepers.ts';
import { NOWHERE_LABEL, PREVIOUS_REPLICAS } from '../marks.ts';
import { findController, isReady, listOwnedPods, toWorkloadFacts } from '../owners.ts';
import { findTarget } from '../plan/find-target.ts';
import { listPlannedChanges } from '../plan/planned-changes.ts';
import { describe, JOB, POD, toUid } from '../resources.ts';
import { poll } from '../verify/poll.ts';

/** Kinds whose pods are counted in spec.replicas. */
const REPLICATED = ['Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController', 'Rollout'];
const LOG_BYTES = 1024 * 1024;

/** No pod of a workload runs any more: each kind is told so in its own way, and knows what it had. */
export const action: Action = {
  name: 'scale-to-zero',
  kinds: [...REPLICATED, 'DaemonSet', 'CronJob', 'Job', 'Pod', 'custom kinds with a scale subresource'],
  undoable: true,
  rights: [
    { apiGroups: ['apps'], resources: ['deployments', 'replicasets', 'statefulsets', 'daemonsets'], verbs: ['get', 'patch'] },
    { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: ['get', 'patch'] },
    { apiGroups: ['argoproj.io'], resources: ['rollouts'], verbs: ['get', 'patch'] },
    { apiGroups: [''], resources: ['replicationcontrollers'], verbs: ['get', 'patch'] },
    { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'delete'] },
    { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
    { apiGroups: [''], resources: ['events'], verbs: ['list'] },
    { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: ['list'] },
    { apiGroups: ['keda.sh'], resources: ['scaledobjects'], verbs: ['list'] },
  ],
  plan: async (request, edge) => {
    const target = await findTarget(request, edge);
    if ('obstacle' in target) return target.obstacle;
    const { ref, object } = target;
    const controller = await findController(edge, object, ref.namespace);
    const steps = await listSteps(request, ref, object, edge);
    const workload = toWorkloadFacts(ref, object, 0);
    const obstacle = steps === undefined ? describeUnscalable(ref) : describeController(ref, controller?.ref);
    const baseline = { replicas: readPath(object, 'spec', 'replicas') ?? null };
    return {
      ...toPlan(object, obstacle === undefined ? (steps ?? []) : [], workload),
      changes: obstacle === undefined ? listPlannedChanges(steps ?? [], object) : [],
      warnings: await listKeepers(edge, ref, object),
      ...(obstacle === undefined ? {} : { obstacle }),
      baseline,
    };
  },
  verify: async ({ request, edge, pause, patienceMs }) => {
    const count = async (): Promise<number | undefined> => {
      const target = await findTarget(request, edge);
      if ('obstacle' in target) return 0;
      if (target.ref.resource.kind === 'Pod') return 1;
      const pods = await listOwnedPods(edge, target.object, request.target.namespace, POD);
      return pods.length;
    };
    if (request.target.kind === 'CronJob') return { state: 'verified', message: 'no new Job starts' };
    const left = await poll(count, rest => rest === 0, { pause, patienceMs });
    if (left === 0) return { state: 'verified', message: 'no pod of it is left' };
    return { state: 'requested', message: `${left} of its pods were still there when it was looked at last` };
  },
};

async function listSteps(request: ResponseRequest, ref: ObjectRef, object: Raw, edge: ResponderEdge): Promise<readonly Step[] | undefined> {
  const { kind } = ref.resource;
  const uid = toUid(object);
  const toStep = (name: string, fields: readonly FieldChange[], notes?: Readonly<Record<string, string>>): Step => ({
    type: 'patch',
    name,
    object: ref,
    uid,
    fields,
    ...(notes === undefined ? {} : { notes }),
  });
  if (REPLICATED.includes(kind)) {
    const replicas = readPath(object, 'spec', 'replicas') ?? 1;
    return [toStep('scale to 0 replicas', [{ path: ['spec', 'replicas'], after: 0 }], { [PREVIOUS_REPLICAS]: String(replicas) })];
  }
  if (kind === 'DaemonSet')
    return [
      toStep('ask for nodes that there are none of', [
        { path: ['spec', 'template', 'spec', 'nodeSelector', NOWHERE_LABEL], after: request.id },
      ]),
    ];
  if (kind === 'Job') return [toStep('suspend the Job', [{ path: ['spec', 'suspend'], after: true }])];
  if (kind === 'CronJob')
    return [toStep('suspend the CronJob', [{ path: ['spec', 'suspend'], after: true }]), ...(await listRunningJobs(ref, object, edge))];
  if (kind === 'Pod') return listPodSteps(request, ref, object);
  return listScaleSteps(ref, object, edge);
}

/** What a CronJob has started goes on without it. */
async function listRunningJobs({ namespace }: ObjectRef, object: Raw, edge: ResponderEdge): Promise<readonly Step[]> {
  const names = toRecords(readPath(object, 'status', 'active')).map(({ name }) => toText(name));
  const jobs = await Promise.all(names.map(async name => [name, await edge.read({ resource: JOB, namespace, name })] as const));
  return jobs.flatMap(([name, job]) =>
    job === undefined
      ? []
      : [
          {
            type: 'patch' as const,
            name: `suspend its Job ${name}`,
            object: { resource: JOB, namespace, name },
            uid: toUid(job),
            fields: [{ path: ['spec', 'suspend'], after: true }],
          },
        ],
  );
}

/** Nobody makes a bare pod again: what it was is kept first. */
function listPodSteps({ params }: ResponseRequest, object: ObjectRef, pod: Raw): readonly Step[] {
  const shared = { object, uid: toUid(pod) };
  return [
    { ...shared, type: 'collect', name: 'keep evidence', logBytes: params.logBytes ?? LOG_BYTES, checkpoint: params.checkpoint === true },
    { ...shared, type: 'end-pod', name: 'delete the pod', evict: false, graceSeconds: params.graceSeconds, container: undefined },
  ];
}

/** https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#scale-subresource */
async function listScaleSteps(ref: ObjectRef, object: Raw, edge: ResponderEdge): Promise<readonly Step[] | undefined> {
  const scale = await edge.read(ref, 'scale');
  if (scale === undefined) return undefined;
  const replicas = readPath(scale, 'spec', 'replicas');
  const before = typeof replicas === 'number' ? replicas : 0;
  const uid = toUid(object);
  return [
    { type: 'patch', name: 'note the replicas that it has', object: ref, uid, fields: [], notes: { [PREVIOUS_REPLICAS]: String(before) } },
    { type: 'scale', name: 'scale to 0 replicas', object: ref, uid, before, after: 0 },
  ];
}

function describeUnscalable(ref: ObjectRef): string {
  return `${describe(ref)} cannot be scaled to zero: its kind has no replicas`;
}

/** What its controller would put back at once is not done. */
function describeController(ref: ObjectRef, controller: ObjectRef | undefined): string | undefined {
  if (controller === undefined) return undefined;
  return `${describe(ref)} is controlled by ${describe(controller)}, which would put it back: scale that to zero instead`;
}

function toPlan(object: Raw, steps: readonly Step[], workload: WorkloadFacts): Omit<ResponsePlan, 'changes' | 'warnings'> {
  const isPod = object['kind'] === 'Pod';
  return { steps, uid: toUid(object), workload: isPod ? { ...workload, lost: isReady(object) ? 1 : 0 } : workload };
}
