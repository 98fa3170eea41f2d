import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readRecordedLine } from '@breakwater/behavior';
import { type FollowedLines, followFile } from '@breakwater/daemon';
import { type Event, toErrorMessage } from '@breakwater/model';
import { MAX_AGENT_EVENTS } from '@breakwater/protocol';
import { PositionFile } from '../audit/position-file.ts';
import type { EventSource, SourceSurroundings } from '../event-source.ts';

/** The API server cuts off what is longer than it may send to etcd. */
const MAX_LINE = 4 * 1024 * 1024;
const RETRY_MS = 5000;

/** Audit logs of an API server on this node, as they grow: each event is told once it is read, and read again after a restart when it was not taken. */
export const source: EventSource = {
  name: 'audit-log',
  privileges: ['to read the audit log of the API server, and to write into a folder of its own'],
  yields: ['kube-audit'],
  capabilities: ['audit-log'],
  start: surroundings => {
    const { auditLogs } = surroundings.options;
    const stop = new AbortController();
    if (auditLogs.length > 0) surroundings.tellCapability('audit-log', undefined);
    const following = auditLogs.map(path => follow(path, surroundings, stop.signal));
    return async () => {
      stop.abort();
      await Promise.all(following);
    };
  },
};

/** Until the signal ends it; what goes wrong on the way is told, and it goes on. */
async function follow(name: string, surroundings: SourceSurroundings, signal: AbortSignal): Promise<void> {
  const { options, notice } = surroundings;
  const positions = new PositionFile(options.stateFolder, name);
  const path = join(options.root, name);
  const onTrouble = (trouble: 'missing' | 'lost', message: string): void =>
    notice({ code: trouble === 'missing' ? 'audit-log-missing' : 'audit-log-incomplete', source: name, message });
  let from = await positions.read();
  while (!signal.aborted) {
    try {
      const known = from === undefined ? {} : { from };
      for await (const read of followFile({ path, start: 'end', maxLine: MAX_LINE, signal, onTrouble, ...known })) {
        await tell(read, name, surroundings, signal);
        from = read.position;
        await keep(positions, read, name, surroundings);
      }
    } catch (cause) {
      if (signal.aborted) return;
      notice({ code: 'audit-log-incomplete', source: name, message: `it cannot be read now: ${toErrorMessage(cause)}` });
      await setTimeout(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function keep(positions: PositionFile, { position }: FollowedLines, name: string, { notice }: SourceSurroundings): Promise<void> {
  try {
    await positions.write(position);
  } catch (cause) {
    const message = `how far it was read cannot be kept, so that a restart goes on elsewhere: ${toErrorMessage(cause)}`;
    notice({ code: 'audit-log-incomplete', source: `${name} position`, message });
  }
}

async function tell(
  { lines, tooLong }: FollowedLines,
  name: string,
  { options, deliver, notice }: SourceSurroundings,
  signal: AbortSignal,
): Promise<void> {
  const faults = tooLong > 0 ? [`a line is longer than ${MAX_LINE} bytes`] : [];
  const events: Event[] = [];
  for (const line of lines) {
    const reading = readRecordedLine(line, createHash('sha256').update(line).digest('base64url'));
    faults.push(...reading.faults);
    const audited = reading.events.map(({ event }) => event).filter(({ type }) => type === 'kube-audit');
    events.push(...audited.map(event => ({ ...event, node: options.node })));
  }
  const [fault] = faults;
  const message = `${faults.length} of ${lines.length + tooLong} lines are not read: ${fault}`;
  if (fault !== undefined) notice({ code: 'audit-log-incomplete', source: name, message });
  for (let start = 0; start < events.length; start += MAX_AGENT_EVENTS)
    await deliver(events.slice(start, start + MAX_AGENT_EVENTS), signal);
}
