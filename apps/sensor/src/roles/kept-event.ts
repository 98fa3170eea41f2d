import { redactEvent } from '@breakwater/behavior';
import type { Event as RuntimeEvent } from '@breakwater/model';
import { type Event, listEventIssues } from '@breakwater/protocol';

/** Why a value is no event that a server would take, in words; undefined when it is one. */
export function findShapeFault(value: unknown): string | undefined {
  const { id, time } = (value ?? {}) as Partial<RuntimeEvent>;
  const [issue] = listEventIssues({ type: 'runtime', id, time, body: value });
  return issue === undefined ? undefined : `${issue.path.join('.') || 'the event'}: ${issue.message}`;
}

/** An event as it is kept and sent: without the passwords and tokens that arguments show. */
export function toKeptEvent(told: RuntimeEvent): Event {
  const body = redactEvent(told);
  return { type: 'runtime', id: body.id, time: body.time, body };
}
