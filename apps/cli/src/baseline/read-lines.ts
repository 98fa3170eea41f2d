import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { BehaviorErrorCode } from '@breakwater/behavior';
import { BehaviorBaseline, Event, listSchemaIssues, type Problem } from '@breakwater/model';
import { explain } from '../check/find-files.ts';
import { UsageError } from '../command.ts';

/** Characters of a line; the arguments of one program have 8 KiB at most, a full baseline some megabytes. */
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
  let number = 0;
  for await (const line of splitLines(file, stdin)) {
    number += 1;
    if (line?.trim() === '') continue;
    const value = line === undefined ? undefined : parse(line);
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

/** Undefined for a line that is longer than any that somebody wrote in earnest. */
async function* splitLines(file: string, stdin: Readable): AsyncGenerator<string | undefined> {
  const input = file === '-' ? stdin.setEncoding('utf8') : createReadStream(file, 'utf8');
  let rest = '';
  let isTooLong = false;
  try {
    for await (const chunk of input) {
      const parts = `${rest}${chunk as string}`.split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        yield isTooLong ? undefined : part;
        isTooLong = false;
      }
      if (rest.length > MAX_LINE) [rest, isTooLong] = ['', true];
    }
  } catch (cause) {
    throw new UsageError(`${file}: ${explain(cause)}`);
  }
  if (rest !== '' || isTooLong) yield isTooLong ? undefined : rest;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
