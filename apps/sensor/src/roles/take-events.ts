import type { Event as RuntimeEvent } from '@breakwater/model';
import type { AgentEventsRequest, AgentWord, Event, TakenAnswer } from '@breakwater/protocol';
import { findShapeFault, toKeptEvent } from './kept-event.ts';
import type { RecentIds } from './recent-ids.ts';
import type { RoleHandlers } from './role-handlers.ts';

export interface EventTaking {
  /** Says of what pod and workload events are, in their order. */
  readonly join: (events: readonly RuntimeEvent[]) => Promise<readonly RuntimeEvent[]>;
  /** Hears how an agent is, and whether the cluster says that it runs on the node that it speaks of. */
  readonly hear: (agent: AgentWord, isProven: boolean) => void;
  /** What was taken lately: an agent that heard no answer tells it again. */
  readonly recent: RecentIds;
  /** Keeps events; once it returns they are on disk. */
  readonly keep: (events: readonly Event[]) => void;
}

/** What agents saw becomes events of this cluster, kept without the passwords and tokens that arguments show. One that is none is said to be so, and does not hold up the others. */
export function createEventTaker({ join, hear, recent, keep }: EventTaking): NonNullable<RoleHandlers['takeEvents']> {
  return async ({ agent, events }: AgentEventsRequest, isProven: boolean) => {
    hear(agent, isProven);
    const good: RuntimeEvent[] = [];
    const refused: TakenAnswer['refused'] = [];
    for (const [index, value] of events.entries()) {
      const message = findFault(value, agent);
      if (message === undefined) good.push(value as RuntimeEvent);
      else refused.push({ index, message });
    }
    const fresh = good.filter(({ id }) => !recent.has(id));
    if (fresh.length > 0) keep((await join(fresh)).map(toKeptEvent));
    for (const { id } of fresh) recent.add(id);
    return { taken: good.length, refused };
  };
}

/** An agent speaks of its own node only. */
function findFault(value: unknown, { node }: AgentWord): string | undefined {
  const fault = findShapeFault(value);
  if (fault !== undefined) return fault;
  const { node: of } = value as RuntimeEvent;
  return of === node ? undefined : `node: the agent of ${node} tells what happens there, and not on ${of}`;
}
