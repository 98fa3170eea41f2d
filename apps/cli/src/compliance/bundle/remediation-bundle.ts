import type { ComplianceItem, ControlResult } from '@breakwater/model';
import type { Answered } from '../../propose/dry-run.ts';
import { writeProposals } from '../../propose/write-proposals.ts';
import { toYamlComment } from '../../yaml-comment.ts';
import { nameSubject } from '../render-compliance.ts';

/** A file of a bundle. */
export interface BundleFile {
  /** Below the folder of the bundle. */
  readonly path: string;
  readonly text: string;
}

type Language = 'en' | 'ja';

/** Items that a file names one by one. */
const SHOWN = 200;

const TEXTS = {
  en: {
    title: 'What makes it right',
    nodes: 'Changes on nodes, a file for each: read them, and make them yourself. Nothing here runs by itself.',
    cluster: 'Changes of the control plane, of roles and of workloads.',
    manifests: 'Objects to apply. What the API server would make of them, without keeping any:',
    policies: 'Policies that keep it right from now on: warn first, deny later.',
    more: 'more',
  },
  ja: {
    title: '修正手順',
    nodes: 'ノードごとの変更です。内容を確認し、手動で実施してください。自動的に実行されるものはありません。',
    cluster: 'コントロールプレーン、ロール、ワークロードの変更です。',
    manifests: '適用するオブジェクトです。保存せずに API サーバーの結果を確認するには:',
    policies: '今後も維持するためのポリシーです。まず警告、その後拒否に設定してください。',
    more: '件省略',
  },
} as const satisfies Readonly<Record<Language, object>>;

/**
 * Everything that makes failing controls right, as files: what to change on each node, in the cluster, objects to apply and policies to enforce.
 *
 * @param proposals objects that make namespaces right, with what the API server said of them where it was asked
 * @param policies ids of policies of the catalogue
 */
export function buildBundle(
  results: readonly ControlResult[],
  proposals: readonly Answered[],
  policies: ReadonlySet<string>,
  language: Language,
): readonly BundleFile[] {
  const words = TEXTS[language];
  const failing = results.flatMap(({ items }) => items.filter(({ state, remediation }) => state === 'fail' && remediation !== ''));
  const nodes = [...Map.groupBy(failing, item => findNode(item))].filter(([node]) => node !== '').toSorted(([a], [b]) => (a < b ? -1 : 1));
  const others = failing.filter(item => findNode(item) === '');
  const broken = [...new Set(failing.map(({ check }) => check).filter(check => policies.has(check)))].toSorted();
  const files: BundleFile[] = nodes.map(([node, items]) => ({
    path: `nodes/${toFileName(node)}.md`,
    text: writeList(node, items, words.more),
  }));
  if (others.length > 0) files.push({ path: 'cluster.md', text: writeList(words.cluster, others, words.more) });
  if (proposals.some(({ proposal }) => proposal.object !== undefined))
    files.push({ path: 'manifests.yaml', text: writeProposals(proposals) });
  if (broken.length > 0) files.push({ path: 'policies.sh', text: writePolicies(broken, words.policies) });
  return [{ path: 'README.md', text: writeReadme(files, words) }, ...files];
}

/** What is about a process or a file of a node is done there; a static pod is a file of its node. */
function findNode({ subject }: ComplianceItem): string {
  if (subject.kind === 'Node') return subject.name;
  return subject.node ?? '';
}

/** The same change for several controls is made once. */
function writeList(title: string, items: readonly ComplianceItem[], more: string): string {
  const changes = [...Map.groupBy(items, item => `${nameSubject(item)}\n${item.remediation}`).values()];
  const lines = changes.slice(0, SHOWN).flatMap(([first, ...rest]) => {
    if (first === undefined) return [];
    const controls = [...new Set([first, ...rest].map(({ framework, control }) => `${framework} ${control}`))].join(', ');
    return ['', `- ${first.remediation}`, `  ${nameSubject(first)}: ${first.message}`, `  (${controls})`];
  });
  const left = changes.length > SHOWN ? ['', `… ${changes.length - SHOWN} ${more}`] : [];
  return `${[`# ${title}`, ...lines, ...left].join('\n')}\n`;
}

function writePolicies(ids: readonly string[], why: string): string {
  return `${toYamlComment(why)}${ids.map(id => `breakwater policy enforce ${id} --at deploy=warn\n`).join('')}`;
}

function writeReadme(files: readonly BundleFile[], words: (typeof TEXTS)[Language]): string {
  const has = (start: string): boolean => files.some(({ path }) => path.startsWith(start));
  const parts = [
    `# ${words.title}`,
    ...(has('nodes/') ? [`- nodes/: ${words.nodes}`] : []),
    ...(has('cluster.md') ? [`- cluster.md: ${words.cluster}`] : []),
    ...(has('manifests.yaml')
      ? [`- manifests.yaml: ${words.manifests}\n\n      kubectl apply --server-side --dry-run=server -f manifests.yaml\n`]
      : []),
    ...(has('policies.sh') ? [`- policies.sh: ${words.policies}`] : []),
  ];
  return `${parts.join('\n')}\n`;
}

/** Names of nodes are names of hosts; whatever else one holds leads nowhere. */
function toFileName(node: string): string {
  return node
    .replaceAll(/[^A-Za-z0-9.-]/g, '_')
    .replace(/^\.+/, '_')
    .slice(0, 200);
}
