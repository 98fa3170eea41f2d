import type { Problem } from '@breakwater/model';
import type { Language } from '@breakwater/policy';
import { builtInPolicies } from '../catalogue.ts';
import { readCustomWorkloads } from '../check/custom-workloads.ts';
import { findInputs } from '../check/find-files.ts';
import { judge } from '../check/judge.ts';
import { isBlocking, JUDGE_OPTIONS, listOption, orRefuse, readJudgeOptions, toNothingRead } from '../check/judge-options.ts';
import { readPolicyParams } from '../check/policy-params.ts';
import { readExceptions } from '../check/read-exceptions.ts';
import { readOwnPolicies } from '../check/read-own.ts';
import type { CommandDefinition, CommandInput, Terminal } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { type FixFile, readFixFile } from '../fix/read-file.ts';
import { type Repaired, repairFiles } from '../fix/repair-files.ts';
import { renderSummary } from '../fix/summary.ts';
import { renderUnifiedDiff } from '../fix/unified-diff.ts';
import { writeFixedFile } from '../fix/write-file.ts';
import { describeUnfixed } from '../render/describe-unfixed.ts';
import { renderInputs } from '../render/render-inputs.ts';
import { RENDER_OPTIONS, readRenderOptions } from '../render/render-options.ts';
import { createRenderProgress } from '../render/render-progress.ts';

export const command: CommandDefinition = {
  name: 'fix',
  summary: 'Repair manifests where a policy knows how, keeping comments and layout',
  arguments: [
    {
      name: 'path',
      doc: 'File or folder with YAML or JSON manifests; `-` reads standard input and writes the result',
      required: true,
      variadic: true,
    },
  ],
  options: [
    { name: 'dry-run', doc: 'Write nothing; print what would change as a unified diff' },
    { name: 'policy', value: 'id', doc: 'Repair what this policy finds only; may be repeated', repeatable: true },
    { name: 'exceptions', value: 'file', doc: 'Leave what this YAML file accepts as it is; may be repeated', repeatable: true },
    {
      name: 'policies',
      value: 'path',
      doc: 'Repair what the policies of this file or folder find as well; may be repeated',
      repeatable: true,
    },
    ...JUDGE_OPTIONS,
    ...RENDER_OPTIONS,
  ],
  examples: [
    { command: 'breakwater fix --dry-run deploy/', doc: 'See what would change' },
    { command: 'breakwater fix deploy/', doc: 'Repair every manifest below a folder' },
    { command: 'breakwater fix --policy privilege-escalation-not-denied deploy/', doc: 'Repair one thing only' },
    { command: 'breakwater fix - < pod.yaml > fixed.yaml', doc: 'Repair standard input' },
  ],
  run: async (input, terminal) => {
    const ownPolicies = await readOwnPolicies(listOption(input, 'policies'));
    const options = {
      ...readJudgeOptions(input, terminal),
      ownPolicies,
      customWorkloads: await readCustomWorkloads(),
      params: await readPolicyParams(input.options['params'], [...ownPolicies, ...builtInPolicies]),
      exceptions: await readExceptions(listOption(input, 'exceptions')),
      keepPassing: false,
    };
    const found = await findInputs(input.arguments);
    const progress = createRenderProgress(terminal);
    const rendered = await renderInputs(found, readRenderOptions(input, options), progress.show);
    progress.clear();
    const read: (FixFile | Problem)[] = [];
    for (const path of rendered.files) read.push(await readFixFile(path, terminal.stdin));
    const files = read.filter(isFile);
    const repaired = orRefuse(() => repairFiles(new Map(files.map(file => [file.path, file.text])), options));
    const problems = [
      ...found.problems,
      ...read.filter((item): item is Problem => !isFile(item)),
      ...rendered.problems,
      ...repaired.problems,
    ];
    if (repaired.objects + rendered.objects.length === 0 && problems.length === 0)
      problems.push(toNothingRead(input.arguments, 'repaired'));
    problems.push(...(await deliver(files, repaired, input, terminal, options.language)));
    problems.push(...describeUnfixed(orRefuse(() => judge(rendered.objects, options)).evaluation.results, rendered));
    for (const problem of problems) await terminal.stderr(`${describeProblem(problem)}\n`);
    const isIntact = !problems.some(isBlocking) && !repaired.dropped.some(({ refused }) => refused);
    return isIntact ? EXIT.nothing : EXIT.couldNotLook;
  },
};

function isFile(item: FixFile | Problem): item is FixFile {
  return 'bytes' in item;
}

/** Writes what was repaired, or shows it. The text of standard input goes to standard output, and what is said about it elsewhere. */
async function deliver(
  files: readonly FixFile[],
  repaired: Repaired,
  { options }: CommandInput,
  terminal: Terminal,
  language: Language,
): Promise<readonly Problem[]> {
  const dry = options['dry-run'] === true;
  const problems: Problem[] = [];
  const streams = files.some(file => file.path === '-');
  for (const file of files) {
    const text = repaired.texts.get(file.path) ?? file.text;
    if (dry) await terminal.stdout(renderUnifiedDiff(file.path, file.text, text));
    else if (file.path === '-') await terminal.stdout(text);
    else if (text !== file.text) problems.push(...(await writeFixedFile(file, text)));
  }
  const unwritten = new Set(problems.map(({ source }) => source));
  const written = { ...repaired, made: repaired.made.filter(({ owner }) => !unwritten.has(owner.file)) };
  const say = streams || dry ? terminal.stderr : terminal.stdout;
  await say(renderSummary(written, language, dry));
  return problems;
}

function describeProblem({ source, location, message }: Problem): string {
  return location === undefined ? `${source}: ${message}` : `${location.file}:${location.line}:${location.column}: ${message}`;
}
