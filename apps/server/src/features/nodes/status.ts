import type { Answer, nodes } from '@breakwater/api';
import { toRecord, toRecords, toText, toTexts } from '../../list/read-raw.ts';

type Detail = Answer<typeof nodes.endpoints.get>;
type Status = Pick<Detail, 'createdAt' | 'labels' | 'schedulable' | 'conditions' | 'taints' | 'addresses' | 'capacity' | 'allocatable'>;

/** What a Node object says of itself. https://kubernetes.io/docs/reference/node/node-status/ */
export function readStatus(raw: Readonly<Record<string, unknown>>): Status {
  const [metadata, spec, status] = [toRecord(raw['metadata']), toRecord(raw['spec']), toRecord(raw['status'])];
  return {
    createdAt: toText(metadata['creationTimestamp']),
    labels: toTexts(metadata['labels']),
    schedulable: spec['unschedulable'] !== true,
    conditions: toRecords(status['conditions']).map(toCondition),
    taints: toRecords(spec['taints']).map(taint => ({
      key: toText(taint['key']),
      value: toText(taint['value']),
      effect: toText(taint['effect']),
    })),
    addresses: toRecords(status['addresses']).map(entry => ({ type: toText(entry['type']), address: toText(entry['address']) })),
    capacity: toTexts(status['capacity']),
    allocatable: toTexts(status['allocatable']),
  };
}

/** Ready is good when true, every other condition speaks of pressure or of something missing. */
function toCondition(condition: Readonly<Record<string, unknown>>): Status['conditions'][number] {
  const type = toText(condition['type']);
  const status = (['True', 'False'] as const).find(known => known === condition['status']) ?? 'Unknown';
  return { type, status, reason: toText(condition['reason']), good: status === (type === 'Ready' ? 'True' : 'False') };
}
