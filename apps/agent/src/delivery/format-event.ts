import type { Event } from '@breakwater/model';

type EventProcess = NonNullable<Event['process']>;

/** Ancestors as text: a process and its siblings have the same, and they are most of an event. */
const ancestors = new WeakMap<EventProcess['ancestors'][number], string>();

/** Processes as text: events of one that tell the same of it have the same object. */
const processes = new WeakMap<EventProcess, string>();

/** JSON of an event, as JSON.stringify gives it but for the order of its keys. */
export function formatEvent({ process, ...event }: Event): string {
  const text = JSON.stringify(event);
  return process === undefined ? text : `${text.slice(0, -1)},"process":${formatProcess(process)}}`;
}

function formatProcess(process: EventProcess): string {
  const known = processes.get(process);
  if (known !== undefined) return known;
  const { ancestors: line, ...own } = process;
  const text = `${JSON.stringify(own).slice(0, -1)},"ancestors":[${line.map(formatAncestor).join(',')}]}`;
  processes.set(process, text);
  return text;
}

function formatAncestor(ancestor: EventProcess['ancestors'][number]): string {
  const known = ancestors.get(ancestor);
  if (known !== undefined) return known;
  const text = JSON.stringify(ancestor);
  ancestors.set(ancestor, text);
  return text;
}
