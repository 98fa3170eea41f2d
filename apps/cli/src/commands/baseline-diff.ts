import { diffBaselines, nameSubject } from '@breakwater/behavior';
import type { BehaviorBaseline } from '@breakwater/model';
import { describeCount, FORMAT_OPTION, renderAnswer } from '../answer.ts';
import { BASELINES_ARGUMENT, readAsked, WORKLOAD_OPTION } from '../baseline/baseline-options.ts';
import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';

export const command: CommandDefinition = {
  name: 'baseline diff',
  summary: 'List what containers do that they did not do before, and what they do no longer; ends with 1 where there is anything',
  arguments: [
    { ...BASELINES_ARGUMENT, name: 'old', doc: 'File of baselines as they were' },
    { ...BASELINES_ARGUMENT, name: 'new', doc: 'File of baselines as they are' },
  ],
  options: [WORKLOAD_OPTION, FORMAT_OPTION],
  examples: [
    { command: 'breakwater baseline diff version-1.jsonl version-2.jsonl', doc: 'What does a new version do that the old one did not?' },
    { command: 'breakwater baseline diff --format markdown monday.jsonl friday.jsonl', doc: 'What is new this week, for a review' },
  ],
  run: async (input, terminal) => {
    const [old = '', young = ''] = input.arguments;
    const [before, after] = [await readAsked(old, input, terminal), await readAsked(young, input, terminal)];
    const problems = [...before.problems, ...after.problems];
    const changes = after.baselines.flatMap(baseline => {
      const known = before.baselines.findLast(one => toContainer(one) === toContainer(baseline));
      const container = toContainer(baseline);
      return known === undefined
        ? [{ container, change: 'added', text: 'the container itself' }]
        : diffBaselines(known, baseline).map(({ change, text }) => ({ container, change, text }));
    });
    await terminal.stdout(
      renderAnswer(input.options['format'], {
        schema: 'breakwater/baseline-diff',
        results: changes,
        heading: describeCount(changes.length, 'difference'),
        columns: ['container', 'change', 'entry'],
        rows: changes.map(({ container, change, text }) => [container, change, text]),
        problems,
      }),
    );
    if (changes.length > 0) return EXIT.findings;
    return problems.length > 0 ? EXIT.couldNotLook : EXIT.nothing;
  },
};

/** Whatever its version. */
function toContainer({ subject }: BehaviorBaseline): string {
  return nameSubject({ ...subject, version: '' });
}
