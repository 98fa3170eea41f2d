import type { ComplianceOutput, Standard } from '@breakwater/model';
import { NEWEST_MINOR } from '@breakwater/policy';
import { ROW_FORMATS, type RowFormat, renderRows } from '@breakwater/report';
import { isUncertain } from '../answer.ts';
import { readCustomWorkloads } from '../check/custom-workloads.ts';
import { KUBE_VERSION_OPTION, listOption, readLanguage } from '../check/judge-options.ts';
import { LANGUAGE_OPTION } from '../check/report-options.ts';
import { CLUSTER_OPTIONS } from '../cluster/read-workloads.ts';
import type { CommandDefinition, CommandInput } from '../command.ts';
import { type Assessment, assess, toComplianceOutput } from '../compliance/assess.ts';
import { writeBundle } from '../compliance/bundle/write-bundle.ts';
import { findFramework } from '../compliance/find-framework.ts';
import { hearPeople, listPolicyExceptions } from '../compliance/hear-people.ts';
import { AGREEMENT_OPTIONS, readAgreements } from '../compliance/read-agreements.ts';
import { CLOUD_OPTION, FACTS_OPTION, readSubject } from '../compliance/read-subject.ts';
import { RECORD_OPTIONS, recordRun } from '../compliance/record-run.ts';
import { nameSubject, renderCompliance } from '../compliance/render-compliance.ts';
import { listJsonPieces } from '../compliance/write-json.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';

const COLUMNS = ['framework', 'control', 'level', 'title', 'state', 'check', 'item state', 'severity', 'subject', 'message', 'remediation'];

export const command: CommandDefinition = {
  name: 'compliance run',
  summary: 'Hold a cluster against a framework, control by control: the verdict, what it rests on, and the change that makes it right',
  arguments: [
    {
      name: 'path',
      doc: 'File or folder with objects of the cluster, with the pods of kube-system; `-` for standard input',
      required: false,
      variadic: true,
    },
  ],
  options: [
    { name: 'framework', value: 'id', doc: 'Framework to hold it against, as `compliance list` names them', repeatable: true },
    FACTS_OPTION,
    CLOUD_OPTION,
    ...CLUSTER_OPTIONS,
    {
      name: 'probe',
      doc: 'Of a cluster: ask the addresses of its API server, kubelets and etcd what they say to somebody without credentials, and kubelets how they are configured',
    },
    { name: 'save-probes', value: 'file', doc: 'Write down what --probe found; --facts reads it again' },
    {
      name: 'bundle',
      value: 'folder',
      doc: 'Write what makes it right into a folder: changes for each node, objects to apply, policies to enforce; nothing is changed',
    },
    { name: 'dry-run', doc: 'With --bundle: ask the cluster what it would make of the objects; it keeps none of them' },
    KUBE_VERSION_OPTION,
    { name: 'cluster', value: 'id', doc: 'What the cluster is called (default: the uid of its namespace kube-system)' },
    ...AGREEMENT_OPTIONS,
    ...RECORD_OPTIONS,
    { name: 'failing', doc: 'Show what fails and nothing else; for the table' },
    { name: 'fail-on', value: 'when', doc: 'When to end with 1', choices: ['fail', 'never'], default: 'fail' },
    LANGUAGE_OPTION,
    { name: 'format', value: 'format', doc: 'How to write the result', choices: ['json', ...ROW_FORMATS], default: 'table' },
  ],
  examples: [
    { command: 'breakwater compliance run --facts node-1.json --framework cis-1.12', doc: 'A node, by its files and processes' },
    {
      command:
        'kubectl get all,nodes,cm,sa,roles,rolebindings,clusterroles,clusterrolebindings,netpol,ns -A -o json | breakwater compliance run - --facts nodes/*.json',
      doc: 'The whole cluster, its workloads and what lies below them',
    },
    {
      command: 'breakwater compliance run cluster.json --facts node-1.json --record runs.jsonl --head head.json',
      doc: 'Written down, linked to the run before and signed',
    },
    {
      command: 'breakwater compliance run -A --cloud cluster.json --framework cis-eks-1.8.0',
      doc: 'A managed cluster, with what its provider says',
    },
    {
      command: 'breakwater compliance run -A --bundle fixes --dry-run',
      doc: 'What makes it right, and what the API server would say to it',
    },
    { command: 'breakwater compliance run -A --probe --facts nodes/*.json', doc: 'The cluster that kubectl would use, asked itself' },
  ],
  run: async (input, terminal) => {
    const startedAt = new Date().toISOString();
    const standards = findStandards(listOption(input, 'framework'));
    const customWorkloads = await readCustomWorkloads();
    const seen = await readSubject(input, terminal, { customWorkloads, now: startedAt });
    const agreements = await readAgreements(input);
    const language = readLanguage(input, terminal);
    const assessment: Assessment = {
      ...seen,
      standards,
      kubeMinor: Math.min(seen.kubeMinor, NEWEST_MINOR),
      language,
      now: startedAt,
      customWorkloads,
      exceptions: listPolicyExceptions(agreements.exceptions),
    };
    const { cluster, problems } = seen;
    const decided = hearPeople(assess(assessment), { ...agreements, standards, cluster, language, now: startedAt });
    const output = toComplianceOutput(decided, assessment, problems);
    await recordRun(output, { startedAt, cluster, scope: agreements.scope, standards }, input, terminal);
    await writeBundle(input, output, assessment, terminal);
    for (const piece of render(output, input)) await terminal.stdout(piece);
    return toExit(output, input);
  },
};

/** Throws UsageError for one that does not exist. */
function findStandards(ids: readonly string[]): readonly Standard[] {
  return (ids.length === 0 ? ['cis-1.12'] : ids).map(findFramework);
}

function render(output: ComplianceOutput, { options }: CommandInput): Iterable<string> {
  const { format } = options;
  if (format === 'json') return listJsonPieces(output);
  if (format === 'table') return [renderCompliance(output, options['failing'] === true)];
  const rows = output.results.flatMap(({ framework, control, level, title, state, reason, items }) =>
    items.length === 0
      ? [[framework, control, level, title, state, '', '', '', '', reason, '']]
      : items.map(item => [
          framework,
          control,
          level,
          title,
          state,
          item.check,
          item.state,
          item.severity,
          nameSubject(item),
          item.message,
          item.remediation,
        ]),
  );
  return [renderRows(format as RowFormat, COLUMNS, rows)];
}

function toExit({ problems, summary }: ComplianceOutput, { options }: CommandInput): ExitCode {
  if ((summary.controls['fail'] ?? 0) > 0 && options['fail-on'] !== 'never') return EXIT.findings;
  return isUncertain(problems) ? EXIT.couldNotLook : EXIT.nothing;
}
