import { defineKind } from '../kind.ts';
import { omit, pick, type Raw, toRecord, toRecords } from '../raw.ts';

/** Conditions without their heartbeats, which change every few seconds on every node. */
function reshape(node: Raw): Raw {
  const status = toRecord(node['status']);
  if (!Array.isArray(status['conditions'])) return node;
  const conditions = toRecords(status['conditions']).flatMap(condition => pick(condition, ['type', 'status', 'reason']) ?? []);
  return { ...node, status: { ...status, conditions, nodeInfo: omit(toRecord(status['nodeInfo']), 'bootID', 'systemUUID') } };
}

export const kind = defineKind({
  kind: 'Node',
  plural: 'nodes',
  namespaced: false,
  status: ['addresses', 'allocatable', 'capacity', 'conditions', 'nodeInfo'],
  reshape,
});
