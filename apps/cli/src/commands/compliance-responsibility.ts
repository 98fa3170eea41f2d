import {
  CLUSTER_KINDS,
  ClusterView,
  describeResponsibility,
  findClusterKind,
  listResponsibilityFrameworks,
  type Responsibility,
} from '@breakwater/compliance';
import type { State } from '@breakwater/model';
import { NEWEST_MINOR } from '@breakwater/policy';
import { FORMAT_OPTION, isUncertain, renderAnswer } from '../answer.ts';
import { findStandard } from '../catalogue.ts';
import { readCustomWorkloads } from '../check/custom-workloads.ts';
import { KUBE_VERSION_OPTION, readLanguage } from '../check/judge-options.ts';
import { LANGUAGE_OPTION } from '../check/report-options.ts';
import { CLUSTER_OPTIONS } from '../cluster/read-workloads.ts';
import type { CommandDefinition } from '../command.ts';
import { assess } from '../compliance/assess.ts';
import { CLOUD_OPTION, FACTS_OPTION, readSubject } from '../compliance/read-subject.ts';
import { EXIT } from '../exit-code.ts';

type Language = 'en' | 'ja';

const OWNERS: Readonly<Record<Responsibility['owner'], Readonly<Record<Language, string>>>> = {
  you: { en: 'you', ja: '利用者' },
  provider: { en: 'provider', ja: 'プロバイダー' },
  shared: { en: 'both', ja: '双方' },
};

export const command: CommandDefinition = {
  name: 'compliance responsibility',
  summary: 'Say for a cluster who answers for what, you or its provider, and where each share of yours stands',
  arguments: [
    {
      name: 'path',
      doc: 'File or folder with objects of the cluster, with the pods of kube-system; `-` for standard input',
      required: false,
      variadic: true,
    },
  ],
  options: [
    { name: 'kind', value: 'kind', doc: 'Kind of the cluster (default: what its nodes and provider say)', choices: [...CLUSTER_KINDS] },
    FACTS_OPTION,
    CLOUD_OPTION,
    ...CLUSTER_OPTIONS,
    KUBE_VERSION_OPTION,
    LANGUAGE_OPTION,
    FORMAT_OPTION,
  ],
  examples: [
    {
      command: 'breakwater compliance responsibility -A --cloud cluster.json',
      doc: 'The cluster that kubectl would use, with what its provider says',
    },
    { command: 'breakwater compliance responsibility objects.json --kind eks', doc: 'A dump of a cluster of EKS' },
  ],
  run: async (input, terminal) => {
    const customWorkloads = await readCustomWorkloads();
    const now = new Date().toISOString();
    const subject = await readSubject(input, terminal, { customWorkloads, now });
    const objects = subject.objects.map(({ value }) => value);
    const asked = CLUSTER_KINDS.find(kind => kind === input.options['kind']);
    const kind = asked ?? findClusterKind(new ClusterView({ ...subject, objects }));
    const language = readLanguage(input, terminal);
    const standards = listResponsibilityFrameworks(kind).map(findStandard);
    const assessed = assess({
      ...subject,
      standards,
      kubeMinor: Math.min(subject.kubeMinor, NEWEST_MINOR),
      language,
      now,
      customWorkloads,
    });
    const areas = describeResponsibility(kind, assessed.results);
    const problems = [...subject.problems, ...assessed.problems];
    const answer = {
      schema: 'breakwater/compliance-responsibility',
      results: areas.map(area => ({ ...area, kind, title: area.title[language], share: area.share[language] })),
      heading: language === 'ja' ? `クラスターの種類: ${kind}` : `kind of cluster: ${kind}`,
      columns: language === 'ja' ? ['領域', '責任', '内容', '状態', '統制'] : ['area', 'who', 'what', 'state', 'controls'],
      rows: areas.map(area => toRow(area, language)),
      problems,
    };
    await terminal.stdout(renderAnswer(input.options['format'], answer));
    return isUncertain(problems) ? EXIT.couldNotLook : EXIT.nothing;
  },
};

function toRow({ title, owner, share, controls, state = undefined }: Responsibility, language: Language): readonly string[] {
  const counts = Map.groupBy(controls, control => control.state);
  const sum = [...counts].map(([each, some]: [State, readonly unknown[]]) => `${some.length} ${each}`).join(', ');
  return [title[language], OWNERS[owner][language], share[language], state ?? '', sum];
}
