import { type BehaviorErrorCode, DeviationFinder } from '@breakwater/behavior';
import type { Problem } from '@breakwater/model';
import { describeCount, FORMAT_OPTION, renderAnswer } from '../answer.ts';
import { BASELINES_ARGUMENT, readAsked, WORKLOAD_OPTION } from '../baseline/baseline-options.ts';
import { nameWorkload } from '../baseline/learn-events.ts';
import { readEvents } from '../baseline/read-lines.ts';
import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';

export const command: CommandDefinition = {
  name: 'baseline check',
  summary:
    'List what recorded events hold that baselines do not know, locked or not: what would violate if they were; ends with 1 where there is any',
  arguments: [BASELINES_ARGUMENT, { name: 'events', doc: 'Events, one JSON object a line', required: true, variadic: true }],
  options: [WORKLOAD_OPTION, FORMAT_OPTION],
  examples: [
    { command: 'breakwater baseline check baselines.jsonl yesterday.jsonl', doc: 'What would have violated, had they been locked?' },
    {
      command: 'breakwater baseline check --format json locked.jsonl incident.jsonl',
      doc: 'What did these containers do that they never did?',
    },
  ],
  run: async (input, terminal) => {
    const [file = '', ...recordings] = input.arguments;
    const { baselines, problems: unread } = await readAsked(file, input, terminal);
    const problems: Problem[] = [...unread];
    const finder = new DeviationFinder(baselines);
    let count = 0;
    for (const recording of recordings)
      for await (const event of readEvents(recording, terminal.stdin, problems)) {
        finder.take(nameWorkload(event));
        count += 1;
      }
    const found = finder.list();
    problems.push(...(input.options['workload'] === undefined ? finder.unknown.map(toUnknown) : []));
    const more = finder.more === 0 ? '' : `, and those of ${describeCount(finder.more, 'event')} more`;
    await terminal.stdout(
      renderAnswer(input.options['format'], {
        schema: 'breakwater/baseline-check',
        results: found,
        heading: `${describeCount(count, 'event')}: ${describeCount(found.length, 'deviation')}${more}`,
        columns: ['container', 'verdict', 'what', 'first seen', 'count'],
        rows: found.map(one => [one.container, one.verdict, one.detail, one.firstSeen, String(one.count)]),
        problems,
      }),
    );
    if (found.length > 0) return EXIT.findings;
    return problems.length > 0 || count === 0 ? EXIT.couldNotLook : EXIT.nothing;
  },
};

function toUnknown(container: string): Problem {
  const code: BehaviorErrorCode = 'baseline-missing';
  return {
    code,
    source: container,
    message: 'there is no baseline of this container: nothing is said of what it did; learn one with `baseline learn`',
  };
}
