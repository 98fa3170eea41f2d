import { readRecordedLine, redactEvent } from '@breakwater/behavior';
import { followFile } from '@breakwater/daemon';
import type { Result } from '@breakwater/model';
import { EventJudge, type EventJudgeOptions } from '@breakwater/policy';

/** Longer lines are no events. */
const MAX_LINE = 32 * 1024 * 1024;

export interface FollowLogOptions extends Omit<EventJudgeOptions, 'redact'> {
  readonly policies: ConstructorParameters<typeof EventJudge>[0];
  readonly path: string;
  readonly signal: AbortSignal;
  /** Takes what violates, as it comes. */
  readonly onResults: (results: readonly Result[]) => Promise<void>;
  /** Hears what cannot be read, in words. */
  readonly onFault: (message: string) => Promise<void>;
}

/** Judges a file of events from its beginning on, and what is written to it later, through rotation, until the signal ends it. */
export async function followLog({ policies, path, signal, onResults, onFault, ...options }: FollowLogOptions): Promise<void> {
  const judge = new EventJudge(policies, { ...options, redact: redactEvent });
  let count = 0;
  let isMissing = false;
  const onTrouble = (_: string, message: string): void => {
    if (!isMissing) void onFault(message);
    isMissing = true;
  };
  for await (const { lines, tooLong } of followFile({ path, start: 'beginning', maxLine: MAX_LINE, signal, onTrouble })) {
    isMissing = false;
    if (tooLong > 0) await onFault(`${tooLong} lines are longer than ${MAX_LINE / 1024 / 1024} MiB: not read`);
    for (const line of lines) {
      count += 1;
      const { events, faults } = readRecordedLine(line, `${path}:${count}`);
      for (const fault of faults) await onFault(fault);
      const results = events.flatMap(({ event, context }) => judge.judge(event, context));
      if (results.length > 0) await onResults(results);
    }
  }
}
