import { EVENT_TYPES, type Event, EventContext, listRecordedIssues, listSchemaIssues } from '@breakwater/model';
import { isRecord, type Raw } from '../raw.ts';
import type { Reading, Recording } from '../recording.ts';

const TYPES: ReadonlySet<unknown> = new Set(EVENT_TYPES);

/** Events as our agent prints them and the sensor keeps them, one JSON object a line; `{event, context}` brings what was known around it. */
export const recording: Recording = {
  name: 'breakwater',
  doc: 'Events of our agent, as `agent --print` and `events export` write them',
  isOf: value => findEvent(value) !== undefined,
  read: value => {
    const event = findEvent(value);
    const context = isRecord(value['context']) ? value['context'] : undefined;
    const [issue] = [...listRecordedIssues(event), ...(context === undefined ? [] : listSchemaIssues(EventContext, context))];
    if (issue !== undefined) return fault(`${issue.path.join('.') || 'the event'}: ${issue.message}`);
    return {
      events: [{ event: event as unknown as Event, ...(context === undefined ? {} : { context: context as EventContext }) }],
      faults: [],
    };
  },
};

function findEvent(value: Raw): Raw | undefined {
  const inner = [value, value['event'], value['body']].find(
    part => isRecord(part) && TYPES.has(part['type']) && typeof part['node'] === 'string',
  );
  return inner as Raw | undefined;
}

function fault(message: string): Reading {
  return { events: [], faults: [message] };
}
