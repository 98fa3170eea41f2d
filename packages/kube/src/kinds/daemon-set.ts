import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'apps',
  kind: 'DaemonSet',
  plural: 'daemonsets',
  status: ['desiredNumberScheduled', 'numberReady'],
});
