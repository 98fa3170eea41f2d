import { compareRecords, type DriftItem } from '@breakwater/compliance';
import type { ComplianceRecord } from '@breakwater/model';
import { FAIL_OPTION, FORMAT_OPTION, renderAnswer, toExitCode } from '../answer.ts';
import type { CommandDefinition } from '../command.ts';
import { findRecords, RECORD_ARGUMENT, readRunNumber } from '../compliance/record-file.ts';
import { nameSubject } from '../compliance/render-compliance.ts';

export const command: CommandDefinition = {
  name: 'compliance diff',
  summary: 'Show what changed between two runs: what is worse, what is better, and whether the cluster, the content or people did it',
  arguments: [RECORD_ARGUMENT, { name: 'other', doc: 'File with the later run (default: the same file)', required: false }],
  options: [
    { name: 'from', value: 'number', doc: 'Earlier run (default: the last but one; of two files the last)' },
    { name: 'to', value: 'number', doc: 'Later run (default: the last)' },
    { ...FAIL_OPTION, doc: 'End with 1 when something is worse, for pipelines' },
    FORMAT_OPTION,
  ],
  examples: [
    { command: 'breakwater compliance diff runs.jsonl', doc: 'The last two runs' },
    { command: 'breakwater compliance diff runs.jsonl --from 12 --fail', doc: 'Since the last audit; ends with 1 when something is worse' },
  ],
  run: async (input, terminal) => {
    const [file = '', other] = input.arguments;
    const [from, to] = [readRunNumber('from', input.options['from']), readRunNumber('to', input.options['to'])];
    const [earlier, later] = await findPair({ file, other }, from, to);
    const { items, controls } = compareRecords(earlier, later);
    const count = (direction: DriftItem['direction']): number => items.filter(item => item.direction === direction).length;
    await terminal.stdout(
      renderAnswer(input.options['format'], {
        schema: 'breakwater/compliance-diff',
        results: [{ from: toFrame(earlier), to: toFrame(later), items, controls }],
        heading: `run ${earlier.sequence} of ${earlier.finishedAt} → run ${later.sequence} of ${later.finishedAt}: ${count('worse')} worse, ${count('better')} better, ${count('other')} other; ${controls.length} controls changed`,
        columns: ['', 'from', 'to', 'cause', 'check', 'subject', 'controls', 'message'],
        rows: items.map(toRow),
        problems: [],
      }),
    );
    return toExitCode(count('worse') > 0, input, []);
  },
};

interface Files {
  readonly file: string;
  readonly other: string | undefined;
}

/** Throws UsageError. */
async function findPair(
  { file, other }: Files,
  from: readonly number[],
  to: readonly number[],
): Promise<[ComplianceRecord, ComplianceRecord]> {
  if (other !== undefined) return [await findOne(file, from), await findOne(other, to)];
  if (from.length === 0 && to.length === 0) return (await findRecords(file, [], 2)) as [ComplianceRecord, ComplianceRecord];
  const later = await findOne(file, to);
  return [await findOne(file, from.length === 0 ? [later.sequence - 1] : from), later];
}

async function findOne(file: string, wanted: readonly number[]): Promise<ComplianceRecord> {
  return (await findRecords(file, wanted, 1))[0] as ComplianceRecord;
}

function toFrame({ sequence, finishedAt, cluster, content }: ComplianceRecord): object {
  return { sequence, finishedAt, cluster, tool: content.tool };
}

function toRow(item: DriftItem): readonly string[] {
  const { direction, from = '-', to = '-', cause, check, controls, message } = item;
  return [direction, from, to, cause, check, nameSubject(item), controls.join(', '), message];
}
