import { type Raw, readPath, toRecords, toText } from '@breakwater/inventory';
import { KubeError } from '@breakwater/kube';
import type { StepOf } from '../contract.ts';
import { ResponderError } from '../errors.ts';
import { describe, toUid, toVersion } from '../resources.ts';
import { toChange } from './fields.ts';
import { retryConflicts } from './precondition.ts';
import type { StepContext, StepRunner } from './step-runner.ts';

/** A PodDisruptionBudget that is used up for a moment, as while a pod starts, is waited for. */
const BUDGET_ATTEMPTS = 5;
const BUDGET_PAUSE_MS = 1000;

/** Ends one pod, and no other of that name: uid and container are looked at immediately before, and the API server holds to what was read. */
export const endPod: StepRunner<'end-pod'> = {
  apply: (step, context) => retryConflicts(() => end(step, context), context.pause),
  undo: undefined,
};

async function end(step: StepOf<'end-pod'>, context: StepContext) {
  const { object: ref, evict } = step;
  const changes = [
    evict ? toChange(ref, 'create', { subresource: 'eviction', after: 'evicted' }) : toChange(ref, 'delete', { after: 'deleted' }),
  ];
  const pod = await context.edge.read(ref);
  const isGone = pod === undefined || toUid(pod) !== step.uid || readPath(pod, 'metadata', 'deletionTimestamp') !== undefined;
  if (isGone) return { message: 'the pod ends', changes };
  requireContainer(step, pod);
  try {
    await send(step, pod, context);
  } catch (cause) {
    if (!(cause instanceof KubeError && cause.code === 'cluster-not-found')) throw cause;
  }
  return { message: 'the pod ends', changes };
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

async function send({ object: ref, uid, evict, graceSeconds }: StepOf<'end-pod'>, pod: Raw, { edge, pause }: StepContext): Promise<void> {
  const options = {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    preconditions: { uid, resourceVersion: toVersion(pod) },
    ...(graceSeconds === undefined ? {} : { gracePeriodSeconds: graceSeconds }),
  };
  if (!evict) return edge.remove(ref, options);
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
