import { readPath } from '@breakwater/inventory';
import type { ResponseAction } from '@breakwater/model';
import type { Action, FieldChange } from '../contract.ts';
import { listKeepers } from '../keepers.ts';
import { MARK_PREFIX } from '../marks.ts';
import { toWorkloadFacts } from '../owners.ts';
import { describe, toUid } from '../resources.ts';
import { isSame } from '../steps/fields.ts';
import { findTarget, toObstacle } from './find-target.ts';
import { listPlannedChanges } from './planned-changes.ts';

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const NAME = /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)?$/;

/** Labels and annotations are set and taken away in the same way. */
export function defineMetadataAction(name: ResponseAction, map: 'labels' | 'annotations'): Action {
  const kinds = ['Pod', 'Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'Service', 'Node', 'NetworkPolicy'];
  return {
    name,
    kinds,
    undoable: true,
    rights: [
      { apiGroups: [''], resources: ['pods', 'services', 'nodes'], verbs: ['get', 'patch'] },
      { apiGroups: ['apps'], resources: ['deployments', 'replicasets', 'statefulsets', 'daemonsets'], verbs: ['get', 'patch'] },
      { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: ['get', 'patch'] },
      { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['get', 'patch'] },
    ],
    plan: async (request, edge) => {
      const { set = {}, remove = [] } = request.params;
      const fault = findFault(map, set, remove);
      if (fault !== undefined) return toObstacle(fault).obstacle;
      const target = await findTarget(request, edge);
      if ('obstacle' in target) return target.obstacle;
      const { ref, object } = target;
      const fields: readonly FieldChange[] = [
        ...Object.entries(set).map(([key, value]) => ({ path: ['metadata', map, key], after: value })),
        ...remove.map(key => ({ path: ['metadata', map, key], after: undefined })),
      ];
      const changed = fields.filter(({ path, after }) => !isSame(readPath(object, ...path), after));
      if (changed.length === 0) return toObstacle(`${describe(ref)} has all of that already`).obstacle;
      const steps = [{ type: 'patch' as const, name: `change ${map}`, object: ref, uid: toUid(object), fields: changed }];
      const keepers = (await listKeepers(edge, ref, object)).filter(text => !/scales/.test(text));
      return {
        steps,
        changes: listPlannedChanges(steps, object),
        uid: toUid(object),
        workload: toWorkloadFacts(ref, object, 0),
        warnings: keepers,
      };
    },
    // The API server answered with the object as it is now.
    verify: async () => ({ state: 'verified', message: `the ${map} are set` }),
  };
}

function findFault(map: 'labels' | 'annotations', set: Readonly<Record<string, string>>, remove: readonly string[]): string | undefined {
  const names = [...Object.keys(set), ...remove];
  if (names.length === 0) return `no ${map} are named: say what to set or to remove`;
  const wrong = names.find(key => !NAME.test(key));
  if (wrong !== undefined) return `'${wrong}' is no name of ${map}`;
  const own = names.find(key => key.startsWith(MARK_PREFIX));
  if (own !== undefined) return `'${own}' is how responses are known again, and is not changed by one`;
  const bad = map === 'labels' ? Object.entries(set).find(([, value]) => !LABEL_VALUE.test(value)) : undefined;
  return bad === undefined ? undefined : `'${bad[1]}' is no value of a label`;
}
