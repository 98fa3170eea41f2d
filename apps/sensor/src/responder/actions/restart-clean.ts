import { parseImageReference, type Raw, readPath, toRecords, toText } from '@breakwater/inventory';
import type { Action, FieldChange, ResponderEdge, Step } from '../contract.ts';
import { RESTARTED_AT } from '../marks.ts';
import { listOwnedPods, toWorkloadFacts } from '../owners.ts';
import { findTarget, toObstacle } from '../plan/find-target.ts';
import { listPlannedChanges } from '../plan/planned-changes.ts';
import { describe, POD, toUid } from '../resources.ts';
import { poll } from '../verify/poll.ts';
import { verifyRollout } from '../verify/rollout.ts';
import { RESTARTABLE } from './restart.ts';

/** The image is built anew by the builder behind the rebuild webhook, then the workload is rolled out, and it is looked which digest its pods run. */
export const action: Action = {
  name: 'restart-clean',
  kinds: RESTARTABLE,
  undoable: false,
  rights: [
    { apiGroups: ['apps'], resources: ['deployments', 'statefulsets', 'daemonsets'], verbs: ['get', 'patch'] },
    { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
  ],
  plan: async (request, edge) => {
    const target = await findTarget(request, edge);
    if ('obstacle' in target) return target.obstacle;
    const { ref, object } = target;
    if (!RESTARTABLE.includes(ref.resource.kind))
      return toObstacle(`${describe(ref)} cannot be rolled out anew: that is for ${RESTARTABLE.join(', ')}`).obstacle;
    const containers = toRecords(readPath(object, 'spec', 'template', 'spec', 'containers'));
    const wanted = request.params.container?.name ?? toText(containers[0]?.['name']);
    const container = containers.find(({ name }) => name === wanted);
    if (container === undefined) return toObstacle(`${describe(ref)} has no container '${wanted}'`).obstacle;
    const image = toText(container['image']);
    const pinned = parseImageReference(image).digest;
    // What is pinned to a digest would start the same image again; which one comes instead, only the builder knows.
    if (pinned !== '')
      return toObstacle(
        `container '${wanted}' of ${describe(ref)} is pinned to ${pinned}: change the digest where it is written, once it is built`,
      ).obstacle;
    const field: FieldChange = { path: ['spec', 'template', 'metadata', 'annotations', RESTARTED_AT], after: request.requestedAt };
    const workload = { kind: ref.resource.kind, namespace: ref.namespace, name: ref.name };
    const steps: readonly Step[] = [
      { type: 'rebuild', name: 'build the image anew', body: { image, container: wanted, workload, reason: request.reason } },
      { type: 'patch', name: 'roll out anew', object: ref, uid: toUid(object), fields: [field] },
    ];
    const always = container['imagePullPolicy'] === 'Always';
    const warnings = always
      ? []
      : [
          `imagePullPolicy of '${wanted}' is not Always: nodes that have the old image of this tag start it again, so that the digest may not change`,
        ];
    const before = (await listDigests(edge, object, ref.namespace, wanted)).toSorted();
    return {
      steps,
      changes: listPlannedChanges(steps, object),
      uid: toUid(object),
      workload: toWorkloadFacts(ref, object, 0),
      warnings,
      baseline: { container: wanted, digests: before },
    };
  },
  verify: async input => {
    const rolled = await verifyRollout(input);
    if (rolled.state !== 'verified') return rolled;
    const { request, plan, results, edge, pause, patienceMs } = input;
    const built = results.find(result => result?.digest !== undefined)?.digest;
    const old = new Set((readPath(plan.baseline, 'digests') as readonly string[] | undefined) ?? []);
    const look = async (): Promise<readonly string[]> => {
      const target = await findTarget(request, edge);
      return 'obstacle' in target ? [] : listDigests(edge, target.object, request.target.namespace, toText(plan.baseline?.['container']));
    };
    const isNew = (digest: string): boolean => (built === undefined ? !old.has(digest) : digest.endsWith(built));
    const now = await poll(look, digests => digests.length > 0 && digests.every(isNew), { pause, patienceMs });
    if (now.length > 0 && now.every(isNew)) return { state: 'verified', message: `all of its pods run ${now.join(', ')}` };
    return { state: 'failed', message: `its pods run ${now.join(', ') || 'nothing'}, and ${built ?? 'another image'} was to be run` };
  },
};

async function listDigests(edge: ResponderEdge, workload: Raw, namespace: string, container: string): Promise<readonly string[]> {
  const pods = (await listOwnedPods(edge, workload, namespace, POD)).filter(
    pod => readPath(pod, 'metadata', 'deletionTimestamp') === undefined,
  );
  const ids = pods.flatMap(pod =>
    toRecords(readPath(pod, 'status', 'containerStatuses'))
      .filter(({ name }) => name === container)
      .map(({ imageID }) => toText(imageID)),
  );
  return [...new Set(ids.filter(id => id !== ''))];
}
