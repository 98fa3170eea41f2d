import { expect, test } from 'vitest';
import { listRecordIssues } from './record-issues.ts';
import { ComplianceRecord } from './shapes/compliance-record.ts';
import { STATES } from './state.ts';
import { listSchemaIssues } from './validate.ts';

const RECORD: ComplianceRecord = {
  schema: 'breakwater/compliance-record',
  version: '1',
  sequence: 0,
  previous: '',
  id: 'run-1',
  startedAt: '2026-01-01T00:00:00Z',
  finishedAt: '2026-01-01T00:00:00Z',
  requester: 'jo',
  cluster: 'c-1',
  scope: {},
  content: { tool: '1', frameworks: {}, deciders: {} },
  results: [],
  problems: [],
  summary: { frameworks: [], nodes: 0, objects: 0, controls: Object.fromEntries(STATES.map(state => [state, 0])), decided: 0 },
  hash: '',
  key: '',
  signature: `${'A'.repeat(86)}==`,
};

test.each<[string, unknown, number]>([
  ['a record', RECORD, 0],
  ['nothing', null, 1],
  ['a place that is none', { ...RECORD, sequence: -1 }, 1],
  ['a signature that is none', { ...RECORD, signature: 'x' }, 1],
  ['a control that is none', { ...RECORD, results: [{}] }, 8],
  ['a scope with more in it', { ...RECORD, scope: { labels: [] } }, 1],
])('says the same of %s as the schema, only sooner', (_, value, count) => {
  expect(listRecordIssues(value)).toStrictEqual(listSchemaIssues(ComplianceRecord, value));
  expect(listRecordIssues(value)).toHaveLength(count);
});
