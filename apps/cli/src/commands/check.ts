import { type CheckOutput, compareSeverity, isSeverity, type Problem, type Result, SEVERITIES } from '@breakwater/model';
import { type Language, NEWEST_MINOR, PolicyError, PRESETS, parseMinor } from '@breakwater/policy';
import { formats } from '@breakwater/report';
import { applyBaseline, readBaseline, writeBaseline } from '../check/baseline.ts';
import { findFiles } from '../check/find-files.ts';
import { type Judgement, type JudgeOptions, judge, toCheckOutput } from '../check/judge.ts';
import { createProgress } from '../check/progress.ts';
import { PROJECT_FILE, readExceptions } from '../check/read-exceptions.ts';
import { readObjects } from '../check/read-objects.ts';
import { readOwnPolicies } from '../check/read-own.ts';
import { parseReportOrders, writeReports } from '../check/reports.ts';
import { addAdmission } from '../check/vap.ts';
import { readAdmissionSet } from '../check/vap-read.ts';
import { type CommandDefinition, type CommandInput, type Terminal, UsageError } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';

export const command: CommandDefinition = {
  name: 'check',
  summary: 'Say what is wrong with Kubernetes manifests, why, and what to change',
  arguments: [{ name: 'path', doc: 'File or folder with YAML or JSON manifests, `-` for standard input', required: true, variadic: true }],
  options: [
    {
      name: 'format',
      value: 'format[=file]',
      doc: `How to write the result, and into which file: ${formats.map(format => format.name).join(', ')} (default: table); may be repeated`,
      repeatable: true,
    },
    {
      name: 'fail-on',
      value: 'severity',
      doc: 'End with 1 when a violation is at least this severe',
      choices: [...SEVERITIES, 'never'],
      default: 'low',
    },
    { name: 'policy', value: 'id', doc: 'Judge by this policy only; may be repeated', repeatable: true },
    { name: 'policies', value: 'path', doc: 'Judge by the policies of this file or folder as well; may be repeated', repeatable: true },
    {
      name: 'exceptions',
      value: 'file',
      doc: `Accept what this YAML file lists, each with a reason and an optional expiry; may be repeated (always: ${PROJECT_FILE} of this folder)`,
      repeatable: true,
    },
    { name: 'baseline', value: 'file', doc: 'Accept the findings that this file remembers: only what is new fails' },
    { name: 'update-baseline', doc: 'Write the findings of this run into the file of --baseline' },
    {
      name: 'vap',
      value: 'path',
      doc: 'Judge by the ValidatingAdmissionPolicies of this file or folder as well, with its bindings and parameters; may be repeated',
      repeatable: true,
    },
    { name: 'preset', value: 'name', doc: 'Set of policies to judge by', choices: PRESETS, default: 'recommended' },
    {
      name: 'kube-version',
      value: 'version',
      doc: `Kubernetes version to judge for, as 1.34 (default: 1.${NEWEST_MINOR}, the newest known)`,
    },
    { name: 'namespace', value: 'name', doc: 'Namespace of objects that name none' },
    { name: 'complete', doc: 'The objects given are all that exist: what they refer to and is not there is missing' },
    { name: 'lang', value: 'language', doc: 'Language of the texts (default: that of the locale)', choices: ['en', 'ja'] },
    { name: 'verbose', doc: 'Also list what passed, what could not be evaluated, and the evidence' },
  ],
  examples: [
    { command: 'breakwater check deploy/', doc: 'Judge every manifest below a folder' },
    { command: 'helm template shop ./chart | breakwater check -', doc: 'Judge what a chart renders to' },
    {
      command: 'breakwater check --fail-on high --format json deploy/ > result.json',
      doc: 'In a pipeline: fail on high and critical, keep the result',
    },
    { command: 'breakwater check --policy privileged-container --verbose pod.yaml', doc: 'Ask one question and see the evidence' },
  ],
  run: async (input, terminal) => {
    const orders = parseReportOrders(listOption(input, 'format'));
    const exceptions = await readExceptions(listOption(input, 'exceptions'));
    const ownPolicies = await readOwnPolicies(listOption(input, 'policies'));
    const options: CheckOptions = { ...readOptions(input, terminal), ownPolicies, exceptions };
    const admission = await readAdmissionSet(listOption(input, 'vap'));
    const progress = createProgress(terminal);
    const found = await findFiles(input.arguments);
    const read = await readObjects(found.files, terminal.stdin, done => progress.show(done, found.files.length));
    progress.clear();
    const problems = [...found.problems, ...read.problems];
    const judged = judgeOrRefuse(read.objects, { ...options, remarks: read.remarks });
    const judgement = await compareBaseline(addAdmission(judged, admission, options), input);
    if (read.objects.length === 0 && problems.length === 0) problems.push(toNothingRead(input.arguments));
    problems.push(...judgement.problems);
    const output = toCheckOutput(judgement, { files: found.files.length, documents: read.documents, problems });
    await writeReports(output, orders, options, terminal);
    return toExitCode(output, options);
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

/** A wrong folder must not look like a clean one. */
function toNothingRead(paths: readonly string[]): Problem {
  const message =
    'There is no Kubernetes object in what was given, so nothing was judged. Check the path; files end in .yaml, .yml or .json.';
  return { code: 'nothing-to-judge', message, source: paths.join(', ') };
}

interface CheckOptions extends JudgeOptions {
  readonly failOn: string;
}

function readOptions({ arguments: paths, options }: CommandInput, terminal: Terminal): CheckOptions {
  const language: Language = options['lang'] === 'ja' || options['lang'] === 'en' ? options['lang'] : terminal.language;
  return {
    failOn: String(options['fail-on']),
    policies: listOption({ arguments: paths, options }, 'policy'),
    preset: String(options['preset']),
    kubeMinor: readKubeVersion(options['kube-version']),
    namespace: String(options['namespace'] ?? ''),
    complete: options['complete'] === true,
    cluster: `file:${paths.join(',')}`,
    language,
    keepPassing: options['verbose'] === true,
  };
}

/** Values of an option that may be repeated. */
function listOption({ options }: CommandInput, name: string): readonly string[] {
  return (options[name] as readonly string[] | undefined) ?? [];
}

function readKubeVersion(value: unknown): number {
  if (value === undefined) return NEWEST_MINOR;
  const minor = parseMinor(String(value));
  if (Number.isNaN(minor)) throw new UsageError(`--kube-version takes a version such as 1.34, not '${value}'`);
  return minor;
}

function judgeOrRefuse(objects: Parameters<typeof judge>[0], options: CheckOptions): ReturnType<typeof judge> {
  try {
    return judge(objects, options);
  } catch (cause) {
    if (cause instanceof PolicyError && (cause.code === 'policy-unknown' || cause.code === 'preset-unknown'))
      throw new UsageError(cause.message);
    throw cause;
  }
}

/** Violations beat everything; then "could not look"; review, manual and not-evaluated alone never fail a build. */
export function toExitCode({ results, problems }: CheckOutput, { failOn, policies }: Pick<CheckOptions, 'failOn' | 'policies'>): ExitCode {
  if (isSeverity(failOn) && results.some(result => result.state === 'fail' && compareSeverity(result.severity, failOn) >= 0))
    return EXIT.findings;
  const unanswered = (result: Result) => policies.includes(result.policy) && (result.state === 'error' || result.state === 'not-evaluated');
  return problems.some(isBlocking) || results.some(unanswered) ? EXIT.couldNotLook : EXIT.nothing;
}

/** Worth telling, although everything was read. */
const HINTS = new Set(['baseline-outdated', 'duplicate-key', 'exception-expired', 'exception-invalid', 'exception-unused']);

function isBlocking(problem: CheckOutput['problems'][number]): boolean {
  return !HINTS.has(problem.code);
}
