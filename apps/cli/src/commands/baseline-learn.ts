import { explainLearning, lockBaseline } from '@breakwater/behavior';
import type { Problem } from '@breakwater/model';
import { describeCount } from '../answer.ts';
import { writeBaselines } from '../baseline/baseline-options.ts';
import { EventLearner } from '../baseline/learn-events.ts';
import { readBaselines, readEvents } from '../baseline/read-lines.ts';
import { OUT_OPTION, writeOut } from '../baseline/write-out.ts';
import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';

export const command: CommandDefinition = {
  name: 'baseline learn',
  summary: 'Learn from recorded events what the containers of each workload do: programs, connections, files, names',
  arguments: [
    {
      name: 'events',
      doc: 'Events, one JSON object a line, as `breakwater agent --print` writes them; `-` for standard input',
      required: true,
      variadic: true,
    },
  ],
  options: [
    { name: 'from', value: 'file', doc: 'Baselines that are learned on; a new version of a workload starts from the one before' },
    { name: 'as-version', value: 'name', doc: 'Version of the workloads, as the hash of their pod template; their image when absent' },
    { name: 'lock-steady', doc: 'Lock what has learned for a day and found nothing new for six hours, by the times of the events' },
    OUT_OPTION,
  ],
  examples: [
    { command: 'breakwater baseline learn events.jsonl --out baselines.jsonl', doc: 'What do these containers do?' },
    { command: 'breakwater baseline learn today.jsonl --from baselines.jsonl --out baselines.jsonl', doc: 'Learn on' },
  ],
  run: async (input, terminal) => {
    const { from, 'as-version': version, 'lock-steady': locks } = input.options;
    const problems: Problem[] = [];
    const before = from === undefined ? [] : await readBaselines(String(from), terminal.stdin, problems);
    const learner = new EventLearner(before, version === undefined ? undefined : String(version));
    let count = 0;
    for (const file of input.arguments)
      for await (const event of readEvents(file, terminal.stdin, problems)) {
        learner.learn(event);
        count += 1;
      }
    const learned = learner.list();
    const baselines =
      locks === true
        ? learned.map(one => (explainLearning(one, one.lastSeen) === undefined ? lockBaseline(one, 'steadiness', one.lastSeen) : one))
        : learned;
    await writeOut(writeBaselines(baselines), input, terminal);
    const left = learner.leftOut === 0 ? '' : `; ${learner.leftOut} of no container of a workload left out`;
    const told = problems.map(({ code, source, message }) => `${code}  ${source}: ${message}\n`).join('');
    await terminal.stderr(`${describeCount(count, 'event')}, ${describeCount(baselines.length, 'baseline')}${left}\n${told}`);
    return problems.length > 0 || count === 0 ? EXIT.couldNotLook : EXIT.nothing;
  },
};
