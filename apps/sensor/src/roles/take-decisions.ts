import type { AdmissionDecision, Event, TakenAnswer } from '@breakwater/protocol';
import { listDecisionIssues } from '@breakwater/protocol';
import type { RoleHandlers } from './role-handlers.ts';

/** Decisions of admission become events. One that is none is said to be so, and does not hold up the others. */
export function createDecisionTaker(keep: (events: readonly Event[]) => void): NonNullable<RoleHandlers['takeDecisions']> {
  return decisions => {
    const events: Event[] = [];
    const refused: TakenAnswer['refused'] = [];
    for (const [index, value] of decisions.entries()) {
      const [issue] = listDecisionIssues(value);
      if (issue === undefined) events.push(toEvent(value as AdmissionDecision));
      else refused.push({ index, message: `${issue.path.join('.') || 'the decision'}: ${issue.message}` });
    }
    keep(events);
    return { taken: events.length, refused };
  };
}

function toEvent(body: AdmissionDecision): Event {
  return { type: 'admission', id: body.id, time: body.time, body };
}
