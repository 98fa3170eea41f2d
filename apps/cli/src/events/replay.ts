import { readRecordedLine, redactEvent } from '@breakwater/behavior';
import type { Result } from '@breakwater/model';
import { EventJudge, type EventJudgeOptions } from '@breakwater/policy';
import { readLines } from './read-lines.ts';
import { ReplayLog } from './replay-log.ts';

/** Lists of audit events are long lines; longer ones are none. */
const MAX_LINE = 32 * 1024 * 1024;

/** A stream of recorded events and what it is called. */
export interface RecordedSource {
  readonly name: string;
  readonly open: () => AsyncIterable<Uint8Array | string>;
}

/** Judges recorded events line after line, in memory that does not grow with them. Throws what a stream throws. */
export async function replay(
  sources: readonly RecordedSource[],
  policies: ConstructorParameters<typeof EventJudge>[0],
  options: Omit<EventJudgeOptions, 'redact'>,
): Promise<ReplayLog> {
  const judge = new EventJudge(policies, { ...options, redact: redactEvent });
  const log = new ReplayLog();
  for (const source of sources) await replaySource(source, judge, log);
  for (const { first, count } of judge.listUncovered()) {
    log.addResult(first);
    log.states['not-evaluated'] += count - 1;
  }
  return log;
}

async function replaySource({ name, open }: RecordedSource, judge: EventJudge, log: ReplayLog): Promise<void> {
  for await (const { number, text } of readLines(open(), MAX_LINE)) {
    if (text === undefined) {
      log.lines++;
      log.addFault(`the line is longer than ${MAX_LINE / 1024 / 1024} MiB: not read`, name, number);
      continue;
    }
    const reading = readRecordedLine(text, `${name}:${number}`);
    log.addReading(reading, name, number);
    for (const { event, context } of reading.events) {
      log.events++;
      for (const result of judge.judge(event, context)) log.addResult(toLocated(result, name, number));
    }
  }
}

function toLocated(result: Result, file: string, line: number): Result {
  return { ...result, location: { file, line, column: 1 } };
}
