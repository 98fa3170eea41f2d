import { explainLearning, listEntries, nameSubject } from '@breakwater/behavior';
import type { BehaviorBaseline, Problem } from '@breakwater/model';
import { describeCount, FORMAT_OPTION, renderAnswer } from '../answer.ts';
import { readAsked, WORKLOAD_OPTION } from '../baseline/baseline-options.ts';
import { askServer, BASELINE_SERVER_OPTIONS, FILE_OR_SERVER, orRefusal, readServerBaselines } from '../baseline/server-baselines.ts';
import type { CommandDefinition, CommandInput, Terminal } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';

export const command: CommandDefinition = {
  name: 'baseline show',
  summary: 'Show what baselines know, since when, from how many pods, and whether they are locked',
  arguments: [FILE_OR_SERVER],
  options: [
    WORKLOAD_OPTION,
    { name: 'entries', doc: 'Every entry of every baseline, instead of a row for each baseline' },
    FORMAT_OPTION,
    ...BASELINE_SERVER_OPTIONS,
  ],
  examples: [
    { command: 'breakwater baseline show baselines.jsonl', doc: 'What is learned, what is locked, and what is still missing?' },
    { command: 'breakwater baseline show baselines.jsonl --workload shop/Deployment/web --entries', doc: 'All that one workload does' },
    { command: 'breakwater baseline show --workload shop/Deployment/web', doc: 'The same of a server, which BREAKWATER_URL names' },
  ],
  run: async (input, terminal) => {
    const [file] = input.arguments;
    if (file !== undefined) {
      const { baselines, problems } = await readAsked(file, input, terminal);
      return show(baselines, problems, input, terminal);
    }
    return orRefusal(terminal, async () => show(await readServerBaselines(await askServer(input, terminal), input), [], input, terminal));
  },
};

async function show(
  baselines: readonly BehaviorBaseline[],
  problems: readonly Problem[],
  input: CommandInput,
  terminal: Terminal,
): Promise<ExitCode> {
  const showsEntries = input.options['entries'] === true;
  await terminal.stdout(
    renderAnswer(input.options['format'], {
      schema: 'breakwater/behavior-baselines',
      results: baselines,
      heading: describeCount(baselines.length, 'baseline'),
      columns: showsEntries
        ? ['baseline', 'entry', 'first seen', 'details']
        : ['baseline', 'state', 'coverage', 'pods', 'events', 'entries', 'remark'],
      rows: showsEntries ? baselines.flatMap(toEntryRows) : baselines.map(toRow),
      problems,
    }),
  );
  return problems.length > 0 ? EXIT.couldNotLook : EXIT.nothing;
}

function toRow(baseline: BehaviorBaseline): readonly string[] {
  const { subject, state, coverage, pods, events } = baseline;
  return [
    nameSubject(subject),
    state,
    coverage,
    String(pods.length),
    String(events),
    String(listEntries(baseline).length),
    toRemark(baseline),
  ];
}

function toRemark(baseline: BehaviorBaseline): string {
  const { state, lockedBy, lockedAt, follows, lastSeen, suppressed, removed, syscalls } = baseline;
  const left = Object.entries(suppressed).flatMap(([section, count]) => (count === 0 ? [] : [`${count} ${section}`]));
  return [
    state === 'locked'
      ? `locked by ${lockedBy ?? 'nobody'} at ${lockedAt ?? 'no time'}`
      : (explainLearning(baseline, lastSeen) ?? 'it is steady, and may be locked'),
    ...(follows === undefined ? [] : [`started from ${follows || 'a version without a name'}`]),
    ...(removed.length === 0 ? [] : [`${describeCount(removed.length, 'entry', 'entries')} taken out`]),
    ...(left.length === 0 ? [] : [`no room for ${left.join(', ')}`]),
    ...(syscalls === undefined ? ['system calls were not seen'] : [describeCount(syscalls.length, 'system call')]),
  ].join('; ');
}

function toEntryRows(baseline: BehaviorBaseline): readonly (readonly string[])[] {
  return listEntries(baseline).map(({ text, firstSeen, details }) => [nameSubject(baseline.subject), text, firstSeen, details.join('; ')]);
}
