import { createHash } from 'node:crypto';
import { readRecordedLine } from '@breakwater/behavior';
import type { Event as RuntimeEvent } from '@breakwater/model';
import type { Event } from '@breakwater/protocol';
import { findShapeFault, toKeptEvent } from '../roles/kept-event.ts';
import type { RecentIds } from '../roles/recent-ids.ts';

export interface RecordTaking {
  /** Says of what pod and workload events are, in their order. */
  readonly join: (events: readonly RuntimeEvent[]) => Promise<readonly RuntimeEvent[]>;
  /** Keeps events; once it returns they are on disk. */
  readonly keep: (events: readonly Event[]) => void;
  /** What was taken lately. */
  readonly recent: RecentIds;
  /** Hears why something of a sender was not taken. */
  readonly note: (sender: string, messages: readonly string[]) => void;
}

/** What became of records. */
export interface RecordsAnswer {
  /** Events that are on disk now. */
  readonly taken: number;
  /** Events that had been taken before. */
  readonly known: number;
  /** Records that tell nothing that policies judge, as metrics. */
  readonly ignored: number;
  /** Records and events that could not be read. */
  readonly refused: number;
  /** Why, of the first of them. */
  readonly reasons: readonly string[];
}

export type TakeRecords = (sender: string, records: readonly string[]) => Promise<RecordsAnswer>;

/** Events that are joined at once. */
const AT_ONCE = 500;
const MAX_REASONS = 10;

/**
 * What others recorded, in any form that is known, becomes events of this cluster, without secrets; each once, however often it is delivered. One delivery after the other: what was
 * delivered twice at the same time is known when its turn comes.
 */
export function createRecordTaker(taking: RecordTaking): TakeRecords {
  let turn: Promise<unknown> = Promise.resolve();
  return (sender, records) => {
    const taken = turn.then(() => take(records, sender, taking));
    turn = taken.catch(() => undefined);
    return taken;
  };
}

async function take(records: readonly string[], sender: string, { join, keep, recent, note }: RecordTaking): Promise<RecordsAnswer> {
  const { events, faults, ignored } = readRecords(records);
  const fresh = [...new Map(events.map(event => [event.id, event])).values()].filter(({ id }) => !recent.has(id));
  for (let start = 0; start < fresh.length; start += AT_ONCE) {
    const joined = await join(fresh.slice(start, start + AT_ONCE));
    keep(joined.map(toKeptEvent));
    for (const { id } of joined) recent.add(id);
  }
  note(sender, faults);
  return {
    taken: fresh.length,
    known: events.length - fresh.length,
    ignored,
    refused: faults.length,
    reasons: faults.slice(0, MAX_REASONS).map(fault => fault.slice(0, 500)),
  };
}

function readRecords(records: readonly string[]): {
  readonly events: readonly RuntimeEvent[];
  readonly faults: readonly string[];
  readonly ignored: number;
} {
  const events: RuntimeEvent[] = [];
  const faults: string[] = [];
  let ignored = 0;
  for (const record of records) {
    // Delivered again, a record without an id of its own is the same.
    const reading = readRecordedLine(record, createHash('sha256').update(record).digest('base64url'));
    if (reading.ignored !== undefined) ignored += 1;
    faults.push(...reading.faults);
    for (const { event } of reading.events) {
      const fault = findFault(event);
      if (fault === undefined) events.push(event);
      else faults.push(fault);
    }
  }
  return { events, faults, ignored };
}

function findFault(event: RuntimeEvent): string | undefined {
  if (Number.isNaN(Date.parse(event.time))) return `time: '${event.time.slice(0, 40)}' is no time`;
  return findShapeFault(event);
}
