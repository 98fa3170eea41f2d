import { type BehaviorErrorCode, lockBaseline, nameSubject, removeEntries, unlockBaseline } from '@breakwater/behavior';
import type { BehaviorBaseline, Problem } from '@breakwater/model';
import { chooseBaselines, WORKLOAD_OPTION, writeBaselines } from '../baseline/baseline-options.ts';
import { changeOnServer } from '../baseline/change-baselines.ts';
import { readBaselines } from '../baseline/read-lines.ts';
import { BASELINE_SERVER_OPTIONS, FILE_OR_SERVER } from '../baseline/server-baselines.ts';
import { OUT_OPTION, writeOut } from '../baseline/write-out.ts';
import { listOption } from '../check/judge-options.ts';
import { type CommandDefinition, UsageError } from '../command.ts';
import { EXIT } from '../exit-code.ts';

export const command: CommandDefinition = {
  name: 'baseline lock',
  summary: 'Lock baselines, so that what they do not know is a deviation; take entries out of them; or let them learn on',
  arguments: [FILE_OR_SERVER],
  options: [
    WORKLOAD_OPTION,
    { name: 'by', value: 'name', doc: 'Of a file: who locks them' },
    {
      name: 'remove',
      value: 'entry',
      doc: 'An entry to be taken out and not learned again, as `baseline show --entries` writes it; may be repeated',
      repeatable: true,
    },
    { name: 'allow', value: 'entry', doc: 'Of a server: an entry that is normal from now on; may be repeated', repeatable: true },
    { name: 'reason', value: 'text', doc: 'Of a server: why; it is kept with the change' },
    { name: 'unlock', doc: 'Let them learn on, instead of locking them' },
    OUT_OPTION,
    ...BASELINE_SERVER_OPTIONS,
  ],
  examples: [
    { command: 'breakwater baseline lock baselines.jsonl --by ann --out locked.jsonl', doc: 'From now on what is new is a deviation' },
    {
      command: "breakwater baseline lock baselines.jsonl --workload shop/Deployment/web --by ann --remove 'process init /usr/bin/nc'",
      doc: 'What was there by mistake is not normal',
    },
    {
      command: 'breakwater baseline lock --workload shop/Deployment/web --reason "reviewed with the team"',
      doc: 'On a server, whose sensor does it now or once it is back',
    },
  ],
  run: async (input, terminal) => {
    const { by, unlock } = input.options;
    if (input.arguments[0] === undefined) return changeOnServer(input, terminal);
    if (input.options['reason'] !== undefined || listOption(input, 'allow').length > 0)
      throw new UsageError('--reason and --allow are of a server: leave the file out');
    if ((by === undefined) === (unlock !== true)) throw new UsageError('baseline lock needs --by NAME, or --unlock, one of the two');
    const problems: Problem[] = [];
    const all = await readBaselines(input.arguments[0], terminal.stdin, problems);
    const chosen = new Set(chooseBaselines(all, listOption(input, 'workload')));
    const now = new Date().toISOString();
    const removed = listOption(input, 'remove');
    const missed = removed.filter(line => [...chosen].every(one => removeEntries(one, [line]).unknown.length > 0));
    const change = (one: BehaviorBaseline): BehaviorBaseline => {
      const { baseline } = removeEntries(one, removed);
      return unlock === true ? unlockBaseline(baseline, now) : lockBaseline(baseline, String(by), now);
    };
    problems.push(...missed.map(line => toUnknown(line, [...chosen])));
    await writeOut(writeBaselines(all.map(one => (chosen.has(one) ? change(one) : one))), input, terminal);
    await terminal.stderr(problems.map(({ code, source, message }) => `${code}  ${source}: ${message}\n`).join(''));
    return problems.length > 0 ? EXIT.couldNotLook : EXIT.nothing;
  },
};

function toUnknown(line: string, [first]: readonly BehaviorBaseline[]): Problem {
  const code: BehaviorErrorCode = 'baseline-entry-unknown';
  const message = `there is no entry '${line}'; \`baseline show --entries\` lists them`;
  return { code, source: first === undefined ? 'baselines' : nameSubject(first.subject), message };
}
