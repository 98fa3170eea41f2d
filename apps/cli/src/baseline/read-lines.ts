import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { BehaviorErrorCode } from '@breakwater/behavior';
import { BehaviorBaseline, Event, listSchemaIssues, type Problem } from '@breakwater/model';
import { explain } from '../check/find-files.ts';
import { UsageError } from '../command.ts';
import { type Line, readLines } from '../events/read-lines.ts';

/** Bytes of a line; the arguments of one program have 8 KiB at most, a full baseline some megabytes. */
const MAX_LINE = 32 * 1024 * 1024;
const MAX_PROBLEMS = 20;

const KINDS = {
  event: { schema: Event, code: 'event-invalid', word: 'event' },
  baseline: { schema: BehaviorBaseline, code: 'baseline-invalid', word: 'baseline' },
} as const satisfies Readonly<Record<string, { readonly schema: object; readonly code: BehaviorErrorCode; readonly word: string }>>;

/** The events of a file of JSON lines, `-` for standard input; what is none is told, and the rest goes on. Throws UsageError for what cannot be read. */
export async function* readEvents(file: string, stdin: Readable, problems: Problem[]): AsyncGenerator<Event> {
  for await (const value of readValues(file, stdin, 'event', problems)) yield value as Event;
}

/** The baselines of a file of JSON lines; the rest as for events. */
export async function readBaselines(file: string, stdin: Readable, problems: Problem[]): Promise<readonly BehaviorBaseline[]> {
  const baselines: BehaviorBaseline[] = [];
  for await (const value of readValues(file, stdin, 'baseline', problems)) baselines.push(value as BehaviorBaseline);
  return baselines;
}

async function* readValues(file: string, stdin: Readable, kind: keyof typeof KINDS, problems: Problem[]): AsyncGenerator<unknown> {
  const { schema, code, word } = KINDS[kind];
  for await (const { number, text } of openLines(file, stdin)) {
    const value = text === undefined ? undefined : parse(text);
    const [issue] = value === undefined ? [{ path: [], message: `this is no JSON of an ${word}` }] : listSchemaIssues(schema, value);
    if (issue === undefined) {
      yield value;
      continue;
    }
    const message = `line ${number} is no ${word}: ${[...issue.path, issue.message].join(': ')}`;
    if (problems.length < MAX_PROBLEMS) problems.push({ code, message, source: file, location: { file, line: number, column: 1 } });
    else if (problems.length === MAX_PROBLEMS) problems.push({ code, message: 'more lines are wrong, and are not listed', source: file });
  }
}

/** Throws UsageError for what cannot be read. */
async function* openLines(file: string, stdin: Readable): AsyncGenerator<Line> {
  try {
    yield* readLines(file === '-' ? stdin : createReadStream(file), MAX_LINE);
  } catch (cause) {
    throw new UsageError(`${file}: ${explain(cause)}`);
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
