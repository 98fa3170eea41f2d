import { defineKind } from '../kind.ts';
import { pick, type Raw, toRecord, toRecords } from '../raw.ts';

/** Restarts, times and messages change with every look; which image runs, and as which container, by which agents know it, is a fact. */
const CONTAINER_STATUS = ['name', 'image', 'imageID', 'containerID'];
const LISTS = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'];

function reshape(pod: Raw): Raw {
  const status = toRecord(pod['status']);
  const lists = LISTS.filter(list => Array.isArray(status[list])).map(
    list => [list, toRecords(status[list]).flatMap(entry => pick(entry, CONTAINER_STATUS) ?? [])] as const,
  );
  return { ...pod, status: { ...status, ...Object.fromEntries(lists) } };
}

export const kind = defineKind({
  kind: 'Pod',
  plural: 'pods',
  status: ['phase', 'podIP', 'podIPs', 'hostIP', 'startTime', ...LISTS],
  reshape,
});
