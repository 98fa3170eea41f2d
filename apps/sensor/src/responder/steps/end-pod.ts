import { type Raw, readPath, toRecords, toText } from '@breakwater/inventory';
import { KubeError } from '@breakwater/kube';
import type { ObjectRef, StepOf } from '../contract.ts';
import { ResponderError } from '../errors.ts';
import { describe, toUid, toVersion } from '../resources.ts';
import { toChange } from './fields.ts';
import { retryConflicts } from './precondition.ts';
import type { StepContext, StepRunner } from './step-runner.ts';

/** A PodDisruptionBudget that is used up for a moment, as while a pod starts, is waited for. */
const BUDGET_ATTEMPTS = 5;
const BUDGET_PAUSE_MS = 1000;

/**
 * Ends one pod, and no other of that name. Who means the pod has the API server hold to its uid, and is not kept waiting by a look at it; a container that is meant is looked at
 * immediately before, and the API server holds to what was read.
 */
export const endPod: StepRunner<'end-pod'> = {
  apply: async (step, context) => {
    const isEnded = step.container === undefined && (await endByUid(step, context));
    if (!isEnded) await retryConflicts(() => endAsRead(step, context), context.pause);
    return { message: 'the pod ends', changes: [toPlanned(step)] };
  },
  undo: undefined,
};

function toPlanned({ object, evict }: StepOf<'end-pod'>) {
  return evict
    ? toChange(object, 'create', { subresource: 'eviction', after: 'evicted' })
    : toChange(object, 'delete', { after: 'deleted' });
}

/** @returns false when another pod has its name, or somebody changes it at this moment */
async function endByUid(step: StepOf<'end-pod'>, context: StepContext): Promise<boolean> {
  try {
    await send(step, { uid: step.uid }, context);
  } catch (cause) {
    if (!(cause instanceof KubeError && cause.code === 'cluster-conflict')) throw cause;
    return false;
  }
  return true;
}

async function endAsRead(step: StepOf<'end-pod'>, context: StepContext): Promise<void> {
  const pod = await context.edge.read(step.object);
  const isGone = pod === undefined || toUid(pod) !== step.uid || readPath(pod, 'metadata', 'deletionTimestamp') !== undefined;
  if (isGone) return;
  requireContainer(step, pod);
  await send(step, { uid: step.uid, resourceVersion: toVersion(pod) }, context);
}

/** A container that was started anew is not the one that did something. */
function requireContainer({ container, object }: StepOf<'end-pod'>, pod: Raw): void {
  if (container === undefined) return;
  const statuses = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'].flatMap(list =>
    toRecords(readPath(pod, 'status', list)),
  );
  const now = toText(statuses.find(({ name }) => name === container.name)?.['containerID']);
  if (now === container.id) return;
  throw new ResponderError(
    'target-changed',
    `container ${container.name} of ${describe(object)} is another one by now: it was started anew`,
  );
}

/** A pod that is not there any more has ended. */
async function send(step: StepOf<'end-pod'>, preconditions: Raw, context: StepContext): Promise<void> {
  const { object: ref, evict, graceSeconds } = step;
  const grace = graceSeconds === undefined ? {} : { gracePeriodSeconds: graceSeconds };
  const options = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions, ...grace };
  try {
    await (evict ? evictWithin(ref, options, context) : context.edge.remove(ref, options));
  } catch (cause) {
    if (!(cause instanceof KubeError && cause.code === 'cluster-not-found')) throw cause;
  }
}

async function evictWithin(ref: ObjectRef, options: Raw, { edge, pause }: StepContext): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await edge.evict(ref, options);
    } catch (cause) {
      if (!(cause instanceof KubeError && cause.code === 'cluster-throttled')) throw cause;
      if (attempt === BUDGET_ATTEMPTS)
        throw new ResponderError(
          'disruption-forbidden',
          `a PodDisruptionBudget forbids to evict ${describe(ref)}: ${cause.message} Wait until more of its pods are ready, or force it (delete instead of evict)`,
          { cause },
        );
      await pause(BUDGET_PAUSE_MS);
    }
  }
}
