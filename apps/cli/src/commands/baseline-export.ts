import { toNeeds, toSeccomp } from '@breakwater/behavior';
import type { BehaviorBaseline, Problem } from '@breakwater/model';
import { generatePolicies } from '@breakwater/network';
import { isUncertain } from '../answer.ts';
import { readAsked, WORKLOAD_OPTION } from '../baseline/baseline-options.ts';
import { exportFromServer } from '../baseline/export-from-server.ts';
import { BASELINE_SERVER_OPTIONS, FILE_OR_SERVER } from '../baseline/server-baselines.ts';
import { OUT_OPTION, writeOut } from '../baseline/write-out.ts';
import { type CommandDefinition, type CommandInput, type Terminal, UsageError } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readNetwork } from '../network/read-network.ts';
import { writePolicies } from '../network/write-policies.ts';
import { RENDER_OPTIONS } from '../render/render-options.ts';

export const command: CommandDefinition = {
  name: 'baseline export',
  summary: 'Write what baselines know as what Kubernetes enforces by itself: a seccomp profile, or NetworkPolicies',
  arguments: [
    FILE_OR_SERVER,
    {
      name: 'path',
      doc: 'For network-policy: files or folders with the manifests of the workloads, by whose labels policies find them',
      required: false,
      variadic: true,
    },
  ],
  options: [
    { name: 'as', value: 'what', doc: 'What is written', choices: ['seccomp', 'network-policy'], default: 'seccomp' },
    WORKLOAD_OPTION,
    { name: 'partial', doc: 'Also from baselines that still learn, or that did not see a container start' },
    OUT_OPTION,
    ...RENDER_OPTIONS,
    ...BASELINE_SERVER_OPTIONS,
  ],
  examples: [
    {
      command: 'breakwater baseline export baselines.jsonl --workload shop/Deployment/web/app > web.json',
      doc: 'A seccomp profile of one container',
    },
    {
      command: 'breakwater baseline export baselines.jsonl --as network-policy manifests/ > policies.yaml',
      doc: 'Policies that allow what was seen, and deny the rest',
    },
    {
      command: 'breakwater baseline export --workload shop/Deployment/web/app --as network-policy > policies.yaml',
      doc: 'The same of a server, which knows the workloads',
    },
  ],
  run: async (input, terminal) => {
    const [file, ...paths] = input.arguments;
    if (file === undefined) return exportFromServer(input, terminal);
    const { baselines, problems } = await readAsked(file, input, terminal);
    if (baselines.length === 0) throw new UsageError(`${file} holds no baseline`);
    if (input.options['as'] === 'network-policy') return exportPolicies(baselines, paths, problems, input, terminal);
    return exportSeccomp(baselines, problems, input, terminal);
  },
};

async function exportSeccomp(
  baselines: readonly BehaviorBaseline[],
  problems: readonly Problem[],
  input: CommandInput,
  terminal: Terminal,
): Promise<ExitCode> {
  const made = toSeccomp(baselines, input.options['partial'] === true);
  if ('code' in made) return tell([...problems, made], terminal);
  await writeOut(`${JSON.stringify(made, null, 2)}\n`, input, terminal);
  return tell(problems, terminal);
}

async function exportPolicies(
  baselines: readonly BehaviorBaseline[],
  paths: readonly string[],
  problems: readonly Problem[],
  input: CommandInput,
  terminal: Terminal,
): Promise<ExitCode> {
  if (paths.length === 0)
    throw new UsageError('--as network-policy needs the manifests of the workloads: policies find pods by their labels');
  const learning = baselines.filter(({ state }) => state === 'learning');
  if (learning.length > 0 && input.options['partial'] !== true)
    throw new UsageError(
      `${learning.length} of ${baselines.length} baselines still learn, so policies would cut what is normal: lock them first, or take --partial`,
    );
  const { cluster, problems: unread } = await readNetwork(paths, input, terminal);
  const { needs, workloads, problems: unsaid } = toNeeds(baselines, cluster);
  const generated = generatePolicies(cluster, needs, { isWanted: workload => workloads.has(workload), denyRest: false, existing: 'keep' });
  if (generated.problems.length === 0) await writeOut(writePolicies(generated), input, terminal);
  return tell([...problems, ...unread, ...unsaid, ...generated.problems], terminal);
}

async function tell(problems: readonly Problem[], terminal: Terminal): Promise<ExitCode> {
  await terminal.stderr(problems.map(({ code, source, message }) => `${code}  ${source}: ${message}\n`).join(''));
  return isUncertain(problems) ? EXIT.couldNotLook : EXIT.nothing;
}
