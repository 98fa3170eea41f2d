import { builtInPolicies } from '../catalogue.ts';
import { applyBaseline, readBaseline, writeBaseline } from '../check/baseline.ts';
import { readCustomWorkloads } from '../check/custom-workloads.ts';
import { type Judgement, type JudgeOptions, toReport } from '../check/judge.ts';
import { JUDGE_OPTIONS, listOption, readJudgeOptions, toNothingRead } from '../check/judge-options.ts';
import { readPolicyParams } from '../check/policy-params.ts';
import { createProgress } from '../check/progress.ts';
import { EXCEPTIONS_OPTION, readExceptions } from '../check/read-exceptions.ts';
import { readOwnPolicies } from '../check/read-own.ts';
import { readScans, SCANS_OPTION } from '../check/read-scans.ts';
import { toReportExit } from '../check/report-exit.ts';
import { listReportOptions, VERBOSE_OPTION } from '../check/report-options.ts';
import { parseReportOrders, writeReports } from '../check/reports.ts';
import { judgeInputs } from '../check/shares/judge-inputs.ts';
import { addAdmission } from '../check/vap.ts';
import { readAdmissionSet } from '../check/vap-read.ts';
import { type CommandDefinition, type CommandInput, UsageError } from '../command.ts';
import { findUser, USER_OPTIONS } from '../rbac/user-options.ts';
import { addOrigins } from '../render/add-origins.ts';
import { readInputs } from '../render/read-inputs.ts';
import { RENDER_OPTIONS, readRenderOptions } from '../render/render-options.ts';

export const command: CommandDefinition = {
  name: 'check',
  summary: 'Say what is wrong with Kubernetes manifests, why, and what to change',
  arguments: [
    {
      name: 'path',
      doc: 'File or folder with YAML or JSON manifests, Helm charts or kustomizations, `-` for standard input',
      required: true,
      variadic: true,
    },
  ],
  options: [
    ...listReportOptions('low'),
    EXCEPTIONS_OPTION,
    { name: 'baseline', value: 'file', doc: 'Accept the findings that this file remembers: only what is new fails' },
    { name: 'update-baseline', doc: 'Write the findings of this run into the file of --baseline' },
    {
      name: 'vap',
      value: 'path',
      doc: 'Judge by the ValidatingAdmissionPolicies of this file or folder as well, with its bindings and parameters; may be repeated',
      repeatable: true,
    },
    SCANS_OPTION,
    ...USER_OPTIONS.map(option => ({ ...option, doc: `For --vap, who would apply the files: ${option.doc}` })),
    ...JUDGE_OPTIONS,
    ...RENDER_OPTIONS,
    VERBOSE_OPTION,
  ],
  examples: [
    { command: 'breakwater check deploy/', doc: 'Judge every manifest below a folder' },
    { command: 'breakwater check --values production.yaml charts/shop', doc: 'Judge a chart with the values of production' },
    { command: 'helm template shop ./chart | breakwater check -', doc: 'Judge what a chart renders to elsewhere' },
    {
      command: 'breakwater check --fail-on high --format json deploy/ > result.json',
      doc: 'In a pipeline: fail on high and critical, keep the result',
    },
    { command: 'breakwater check --scans cart.json deploy/', doc: 'Also by what `image scan --format json` found in the images' },
    { command: 'breakwater check --policy privileged-container --verbose pod.yaml', doc: 'Ask one question and see the evidence' },
  ],
  run: async (input, terminal) => {
    const orders = parseReportOrders(listOption(input, 'format'));
    const exceptions = await readExceptions(listOption(input, 'exceptions'));
    const ownPolicies = await readOwnPolicies(listOption(input, 'policies'));
    const options: CheckOptions = {
      ...readJudgeOptions(input, terminal),
      ownPolicies,
      customWorkloads: await readCustomWorkloads(),
      params: await readPolicyParams(input.options['params'], [...ownPolicies, ...builtInPolicies]),
      exceptions,
      scans: await readScans(listOption(input, 'scans')),
      failOn: String(input.options['fail-on']),
      keepPassing: input.options['verbose'] === true,
    };
    const admission = await readAdmissionSet(listOption(input, 'vap'), options);
    const renderOptions = readRenderOptions(input, options);
    const progress = createProgress(terminal);
    const read = await readInputs(input.arguments, terminal, renderOptions, progress.show);
    progress.clear();
    const problems = [...read.problems];
    const judged = await judgeInputs(read, { ...options, remarks: read.remarks }, createProgress(terminal));
    const compared = await compareBaseline(addAdmission(judged, admission, { ...options, user: findUser(input) }), input);
    const judgement = await addOrigins(compared, read.rendered, options, renderOptions, terminal);
    if (read.objects.length === 0 && problems.length === 0) problems.push(toNothingRead(input.arguments, 'judged'));
    problems.push(...judgement.problems);
    const output = toReport(judgement, { files: read.files, documents: read.documents, problems });
    await writeReports(output, orders, options, terminal);
    return toReportExit(output, options);
  },
};

/** Throws UsageError for a baseline that cannot be read or written. */
async function compareBaseline(judgement: Judgement, { options }: CommandInput): Promise<Judgement> {
  const [file, update] = [options['baseline'], options['update-baseline'] === true];
  if (typeof file !== 'string') {
    if (update) throw new UsageError('--update-baseline needs the file to write: --baseline breakwater-baseline.json');
    return judgement;
  }
  if (update) await writeBaseline(file, judgement.evaluation.results);
  const { evaluation, problems } = applyBaseline(judgement.evaluation, await readBaseline(file), file);
  return { ...judgement, evaluation, problems: [...judgement.problems, ...problems] };
}

interface CheckOptions extends JudgeOptions {
  readonly failOn: string;
}
