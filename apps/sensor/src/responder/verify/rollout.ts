import { type Raw, readPath } from '@breakwater/inventory';
import type { ResponseVerification } from '@breakwater/model';
import type { VerifyInput } from '../contract.ts';
import { findTarget } from '../plan/find-target.ts';
import { poll } from './poll.ts';

/** Whether a roll-out has arrived at all pods, as `kubectl rollout status` finds out. */
export async function verifyRollout({ request, edge, pause, patienceMs }: VerifyInput): Promise<ResponseVerification> {
  const look = async (): Promise<string> => {
    const target = await findTarget(request, edge);
    return 'obstacle' in target ? (target.obstacle.obstacle ?? 'it is gone') : describeRollout(target.object);
  };
  const left = await poll(look, missing => missing === '', { pause, patienceMs });
  if (left === '') return { state: 'verified', message: 'all of its pods are new and ready' };
  return { state: 'requested', message: `the roll-out goes on: ${left}` };
}

/** What is missing, in words; empty when nothing is. */
export function describeRollout(object: Raw): string {
  const number = (...path: readonly string[]): number => {
    const value = readPath(object, ...path);
    return typeof value === 'number' ? value : 0;
  };
  if (number('status', 'observedGeneration') < number('metadata', 'generation')) return 'the controller has not seen it yet';
  const isDaemon = object['kind'] === 'DaemonSet';
  const wanted = isDaemon ? number('status', 'desiredNumberScheduled') : (readPath(object, 'spec', 'replicas') ?? 1);
  const updated = isDaemon ? number('status', 'updatedNumberScheduled') : number('status', 'updatedReplicas');
  const ready = isDaemon ? number('status', 'numberReady') : number('status', 'readyReplicas');
  if (updated < Number(wanted)) return `${updated} of ${String(wanted)} pods are new`;
  if (!isDaemon && number('status', 'replicas') > updated) return `${number('status', 'replicas') - updated} old pods are there yet`;
  return ready < Number(wanted) ? `${ready} of ${String(wanted)} pods are ready` : '';
}
