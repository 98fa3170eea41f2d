import type { Client } from '@breakwater/api';
import { diffBaselines, nameSubject } from '@breakwater/behavior';
import type { BehaviorBaseline, Problem } from '@breakwater/model';
import { describeCount, FORMAT_OPTION, renderAnswer } from '../answer.ts';
import { BASELINES_ARGUMENT, readAsked, WORKLOAD_OPTION } from '../baseline/baseline-options.ts';
import {
  askServer,
  BASELINE_SERVER_OPTIONS,
  chooseNewest,
  listServerBaselines,
  orRefusal,
  readServerBaseline,
  type ServerBaseline,
} from '../baseline/server-baselines.ts';
import { type CommandDefinition, type CommandInput, type Terminal, UsageError } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';

export const command: CommandDefinition = {
  name: 'baseline diff',
  summary: 'List what containers do that they did not do before, and what they do no longer; ends with 1 where there is anything',
  arguments: [
    { ...BASELINES_ARGUMENT, name: 'old', doc: 'File of baselines as they were; those of a server when absent', required: false },
    { ...BASELINES_ARGUMENT, name: 'new', doc: 'File of baselines as they are', required: false },
  ],
  options: [
    WORKLOAD_OPTION,
    {
      name: 'before',
      value: 'version',
      doc: 'Of a server: the version to compare the newest with (default: the one that it started from)',
    },
    FORMAT_OPTION,
    ...BASELINE_SERVER_OPTIONS,
  ],
  examples: [
    { command: 'breakwater baseline diff version-1.jsonl version-2.jsonl', doc: 'What does a new version do that the old one did not?' },
    { command: 'breakwater baseline diff --format markdown monday.jsonl friday.jsonl', doc: 'What is new this week, for a review' },
    {
      command: 'breakwater baseline diff --workload shop/Deployment/web',
      doc: 'What does the version that runs do that the one before did not?',
    },
  ],
  run: async (input, terminal) => {
    const [old, young] = input.arguments;
    if (old === undefined)
      return orRefusal(terminal, async () => {
        const [before, after] = await readVersions(await askServer(input, terminal), input);
        return tell(listChanges(before, after), [], input, terminal);
      });
    if (young === undefined) throw new UsageError('name two files: baselines as they were, and as they are');
    const [before, after] = [await readAsked(old, input, terminal), await readAsked(young, input, terminal)];
    return tell(listChanges(before.baselines, after.baselines), [...before.problems, ...after.problems], input, terminal);
  },
};

interface Change {
  readonly container: string;
  readonly change: string;
  readonly text: string;
}

function listChanges(before: readonly BehaviorBaseline[], after: readonly BehaviorBaseline[]): readonly Change[] {
  return after.flatMap((baseline): readonly Change[] => {
    const known = before.findLast(one => toContainer(one) === toContainer(baseline));
    const container = toContainer(baseline);
    return known === undefined
      ? [{ container, change: 'added', text: 'the container itself' }]
      : diffBaselines(known, baseline).map(({ change, text }) => ({ container, change, text }));
  });
}

/** The newest version of each container that was asked for, with the one to compare it with where there is one. */
async function readVersions(
  client: Client,
  input: CommandInput,
): Promise<readonly [before: readonly BehaviorBaseline[], after: readonly BehaviorBaseline[]]> {
  const all = await listServerBaselines(client, input);
  const [before, after]: [BehaviorBaseline[], BehaviorBaseline[]] = [[], []];
  for (const newest of chooseNewest(all)) {
    const young = await readServerBaseline(client, newest);
    const version = input.options['before'] ?? young.follows;
    const old = all.find(one => isSameContainer(one, newest) && one.version === version);
    if (input.options['before'] !== undefined && old === undefined)
      throw new UsageError(`--before: the server has no version '${String(version)}' of it`);
    after.push(young);
    if (old !== undefined) before.push(await readServerBaseline(client, old));
  }
  return [before, after];
}

function isSameContainer(a: ServerBaseline, b: ServerBaseline): boolean {
  return a.cluster === b.cluster && a.namespace === b.namespace && a.workload === b.workload && a.container === b.container;
}

async function tell(changes: readonly Change[], problems: readonly Problem[], input: CommandInput, terminal: Terminal): Promise<ExitCode> {
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
}

/** Whatever its version. */
function toContainer({ subject }: BehaviorBaseline): string {
  return nameSubject({ ...subject, version: '' });
}
