import { expect, test } from 'vitest';
import { listRecordedIssues } from './recorded-issues.ts';
import { Event } from './shapes/event.ts';
import { listSchemaIssues } from './validate.ts';

const EVENT = { id: 'n/b/1', time: '2026-12-01T00:00:00Z', type: 'process-exit', cluster: '', node: 'n', exit: { code: 1 } };

test.each([EVENT, null, { ...EVENT, exit: { code: -1 } }, { ...EVENT, type: 'x' }, { ...EVENT, node: undefined }])('%j', value => {
  expect(listRecordedIssues(value)).toStrictEqual(listSchemaIssues(Event, value));
});
