import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Problem, Result } from '@breakwater/model';
import { createExceptionBook, RUNTIME_PRESETS } from '@breakwater/policy';
import { type Report, stripControls } from '@breakwater/report';
import { builtInPolicies } from '../catalogue.ts';
import { explain } from '../check/find-files.ts';
import { listOption, orRefuse, PARAMS_OPTION, readLanguage } from '../check/judge-options.ts';
import { readPolicyParams } from '../check/policy-params.ts';
import { EXCEPTIONS_OPTION, readExceptions } from '../check/read-exceptions.ts';
import { readOwnPolicies } from '../check/read-own.ts';
import { toReportExit } from '../check/report-exit.ts';
import { LANGUAGE_OPTION, listReportOptions, VERBOSE_OPTION } from '../check/report-options.ts';
import { parseReportOrders, writeReports } from '../check/reports.ts';
import { type CommandDefinition, type CommandInput, type Terminal, UsageError } from '../command.ts';
import { type FollowLogOptions, followLog } from '../events/follow-log.ts';
import { renderResult } from '../events/render-result.ts';
import { type RecordedSource, replay } from '../events/replay.ts';
import type { ReplayLog } from '../events/replay-log.ts';
import { selectEventPolicies } from '../events/select-policies.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { runUntilStopped } from '../up/until-stopped.ts';

export const command: CommandDefinition = {
  name: 'events replay',
  summary: 'Judge recorded events without a cluster: of our agent, of Kubernetes audit logs, of Falco and Tetragon',
  arguments: [
    {
      name: 'file',
      doc: 'File with one JSON object a line, of any of these, also mixed; `-` for standard input',
      required: true,
      variadic: true,
    },
  ],
  options: [
    ...listReportOptions('low'),
    {
      name: 'preset',
      value: 'name',
      doc: 'Set of policies to judge by: the quiet one, those over audit events, all',
      choices: RUNTIME_PRESETS,
      default: 'runtime',
    },
    {
      name: 'follow',
      doc: 'Go on with what is written to the file, through its rotation, until Ctrl+C: each violation is told as it comes, a line each: as table, or as json',
    },
    EXCEPTIONS_OPTION,
    PARAMS_OPTION,
    LANGUAGE_OPTION,
    VERBOSE_OPTION,
  ],
  examples: [
    { command: 'breakwater events replay events.jsonl', doc: 'What our agent recorded, by the quiet set' },
    { command: 'breakwater events replay --preset runtime-audit /var/log/kubernetes/audit.log', doc: 'What the API server recorded' },
    { command: 'breakwater events replay --follow /var/log/kubernetes/audit.log', doc: 'What it records from now on, too' },
    { command: 'kubectl logs -n falco ds/falco | breakwater events replay --format json -', doc: 'What Falco recorded' },
  ],
  run: async (input, terminal) => {
    const orders = parseReportOrders(listOption(input, 'format'));
    const ownPolicies = await readOwnPolicies(listOption(input, 'policies'));
    const params = await readPolicyParams(input.options['params'], [...ownPolicies, ...builtInPolicies]);
    const asked = listOption(input, 'policy');
    const policies = orRefuse(() => selectEventPolicies({ policies: asked, preset: String(input.options['preset']), ownPolicies, params }));
    const listed = await readExceptions(listOption(input, 'exceptions'));
    const exceptions = createExceptionBook(
      listed.map(exception => ({ exception })),
      new Date().toISOString(),
    );
    const language = readLanguage(input, terminal);
    const judging = { cluster: `file:${input.arguments.join(',')}`, language, exceptions };
    if (input.options['follow'] === true) return follow(input, { ...judging, policies }, terminal);
    const sources = await listSources(input.arguments, terminal);
    const log = await replay(sources, policies, judging);
    const known = new Set([...builtInPolicies, ...ownPolicies].map(({ id }) => id));
    const unneeded = exceptions.listProblems(new Set(policies.map(({ id }) => id)), known);
    const report = toReport(log, policies.length, input.arguments, unneeded);
    await writeReports(report, orders, { language, keepPassing: input.options['verbose'] === true, ownPolicies }, terminal);
    return toReportExit(report, { failOn: String(input.options['fail-on']), policies: asked });
  },
};

/** Ends when somebody ends it. Throws UsageError. */
async function follow(
  input: CommandInput,
  options: Omit<FollowLogOptions, 'path' | 'signal' | 'onResults' | 'onFault'>,
  terminal: Terminal,
): Promise<ExitCode> {
  const [path = '', ...others] = input.arguments;
  const formats = listOption(input, 'format');
  const isJson = formats.includes('json');
  if (path === '-' || others.length > 0) throw new UsageError('--follow takes one file');
  if (formats.length > 1 || formats.some(format => format !== 'json' && format !== 'table'))
    throw new UsageError('--follow writes one format: table or json');
  await requireFile(path);
  const stop = new AbortController();
  const render = (result: Result): string => (isJson ? `${JSON.stringify(result)}\n` : `${stripControls(renderResult(result))}\n`);
  const following = followLog({
    ...options,
    path,
    signal: stop.signal,
    onResults: results => terminal.stdout(results.map(render).join('')),
    onFault: message => terminal.stderr(`${stripControls(message)}\n`),
  });
  await runUntilStopped(
    () => terminal.stderr('following; Ctrl+C ends it\n'),
    async () => stop.abort(),
  );
  await following;
  return EXIT.nothing;
}

/** Throws UsageError for a file that cannot be opened. */
async function listSources(files: readonly string[], terminal: Terminal): Promise<readonly RecordedSource[]> {
  for (const file of files) if (file !== '-') await requireFile(file);
  return files.map(file => ({
    name: file,
    open: () => (file === '-' ? terminal.stdin : createReadStream(file, { highWaterMark: 1024 * 1024 })),
  }));
}

async function requireFile(file: string): Promise<void> {
  try {
    if (!(await stat(file)).isDirectory()) return;
  } catch (cause) {
    throw new UsageError(`${file}: ${explain(cause)}`);
  }
  throw new UsageError(`${file} is a folder; name the files in it`);
}

function toReport(log: ReplayLog, policies: number, files: readonly string[], unneeded: readonly Problem[]): Report {
  const problems = [...log.listProblems(files), ...unneeded];
  return {
    schema: 'breakwater/check',
    version: '1',
    results: Object.assign(log.results, { severities: log.severities }),
    problems,
    summary: {
      files: files.length,
      documents: log.lines,
      objects: log.events,
      events: log.events,
      workloads: 0,
      unknownKinds: {},
      policies,
      states: log.states,
      severities: log.severities,
      problems: problems.length,
    },
  };
}
