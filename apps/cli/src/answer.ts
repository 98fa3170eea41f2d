import type { Problem } from '@breakwater/model';
import { ROW_FORMATS, type RowFormat, renderRows } from '@breakwater/report';
import { isBlocking } from './check/judge-options.ts';
import type { CommandInput, OptionDefinition } from './command.ts';
import { EXIT, type ExitCode } from './exit-code.ts';

export const FORMAT_OPTION: OptionDefinition = {
  name: 'format',
  value: 'format',
  doc: 'How to write the answer',
  choices: ['json', ...ROW_FORMATS],
  default: 'table',
};

export const FAIL_OPTION: OptionDefinition = { name: 'fail', doc: 'End with 1 when something is found, for pipelines' };

/** Something found is certain even where not everything could be read; nothing found is not. */
export function toExitCode(found: boolean, { options }: CommandInput, problems: readonly Problem[]): ExitCode {
  if (found && options['fail'] === true) return EXIT.findings;
  return isUncertain(problems) ? EXIT.couldNotLook : EXIT.nothing;
}

/** One answer in the format asked for; problems go with it where the format has room for them. */
export function renderAnswer(format: unknown, { schema, results, rows, columns, heading, problems }: Answer): string {
  if (format === 'json') {
    const output = { schema, version: '1', results, problems, summary: { results: results.length } };
    return `${JSON.stringify(output, null, 2)}\n`;
  }
  const list = renderRows(format as RowFormat, columns, rows);
  if (format !== 'table') return list;
  return [heading, ...(rows.length === 0 ? [] : [list.trimEnd()]), ...renderProblems(problems)].join('\n\n').concat('\n');
}

export interface Answer {
  readonly schema: string;
  readonly results: readonly unknown[];
  readonly heading: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly problems: readonly Problem[];
}

function renderProblems(problems: readonly Problem[]): readonly string[] {
  const lines = problems.map(({ code, source, message }) => `${code}  ${source === '' ? '' : `${source}: `}${message}`);
  return lines.length === 0 ? [] : [lines.join('\n')];
}

/** Whether something could not be read, so that a "no" is not certain; a "yes" is, since nothing can take a right away. */
export function isUncertain(problems: readonly Problem[]): boolean {
  return problems.some(isBlocking);
}

export function describeCount(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
