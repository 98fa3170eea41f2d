import type { ComplianceRecord, RecordedItem } from '@breakwater/model';
import type { ComplianceFormat } from '../compliance/compliance-format.ts';
import { clean, nameSubject } from '../compliance/plain.ts';
import { escapeMarkdown } from '../escape.ts';

type Language = 'en' | 'ja';

const WORDS = {
  en: {
    title: 'What makes it right',
    note: 'Changes on nodes are made there by hand: nothing here runs by itself.',
    cluster: 'Cluster, roles and workloads',
    nothing: 'No control fails whose change is known.',
    for: 'for',
  },
  ja: {
    title: '修正手順',
    note: 'ノードの変更は手動で実施してください。自動的に実行されるものはありません。',
    cluster: 'クラスター、ロール、ワークロード',
    nothing: '変更内容が判明している不合格の管理策はありません。',
    for: '対象',
  },
} as const satisfies Readonly<Record<Language, object>>;

export const format: ComplianceFormat = {
  name: 'remediation',
  doc: 'What makes failing controls right, the cluster first, then node by node: Markdown',
  extension: 'md',
  mediaType: 'text/markdown',
  render: (record, { language }) => write(record, language),
};

function* write(record: ComplianceRecord, language: Language): Generator<string> {
  const words = WORDS[language];
  const failing = record.results.flatMap(({ items }) => items.filter(({ state, remediation }) => state === 'fail' && remediation !== ''));
  yield `# ${words.title}: ${toText(record.cluster)}, ${record.sequence}\n\n`;
  if (failing.length === 0) yield `${words.nothing}\n`;
  else yield `${words.note}\n`;
  const byPlace = [...Map.groupBy(failing, findNode)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [node, items] of byPlace) yield writePlace(node === '' ? words.cluster : toText(node), items, words.for);
}

/** What is about a process or a file of a node is done there; a static pod is a file of its node. Empty for everything else. */
function findNode({ subject }: RecordedItem): string {
  return subject.kind === 'Node' ? subject.name : (subject.node ?? '');
}

/** The same change is made once, whatever asks for it. */
function writePlace(title: string, items: readonly RecordedItem[], word: string): string {
  const changes = [...Map.groupBy(items, ({ remediation }) => remediation)].map(([remediation, some]) => {
    const subjects = [...new Set(some.map(item => toText(nameSubject(item))))].join(', ');
    const controls = [...new Set(some.map(({ framework, control }) => toText(`${framework} ${control}`)))].join(', ');
    return `- [ ] ${toText(remediation)}\n  (${controls}; ${word} ${subjects})\n`;
  });
  return `\n## ${title}\n\n${changes.join('')}`;
}

function toText(text: string): string {
  return escapeMarkdown(clean(text)).replaceAll(/\s+/g, ' ');
}
