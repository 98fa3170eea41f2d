import { type ControlResult, STATES_BY_WEIGHT, type State } from '@breakwater/model';
import type { Texts } from './check/check.ts';
import type { ClusterView } from './cluster-view.ts';
import { isManaged } from './evidence/distribution.ts';

/** Kinds of clusters by who runs what. */
export const CLUSTER_KINDS = ['self-managed', 'eks', 'gke', 'aks', 'openshift'] as const;
export type ClusterKind = (typeof CLUSTER_KINDS)[number];

/** Who answers for an area: whoever runs workloads, the provider, or each for a part. */
type Owner = 'you' | 'provider' | 'shared';

/** An area of security, who answers for it on a kind of cluster, and where it stands. */
export interface Responsibility {
  readonly area: string;
  readonly title: Texts;
  readonly owner: Owner;
  /** What is yours of it; what the provider does where nothing is. */
  readonly share: Texts;
  /** Controls that show where it stands, with their states; none of what is the provider's alone. */
  readonly controls: readonly { readonly framework: string; readonly control: string; readonly state: State }[];
  /** The state that says most of them; undefined where there are none. */
  readonly state: State | undefined;
}

interface Area {
  readonly area: string;
  readonly title: Texts;
  /** By kind; `self-managed` is always yours. */
  readonly managed: Owner;
  readonly share: Texts;
  /** What the provider does, where it does it alone. */
  readonly theirs?: Texts;
  /** Frameworks and beginnings of control ids. */
  readonly own: Readonly<Record<string, readonly string[]>>;
  /** The same on a cluster that a provider runs. */
  readonly cloud?: readonly string[];
}

const text = (en: string, ja: string): Texts => ({ en, ja });
const CIS = 'cis-1.12';
const IMAGES = 'nist-800-190';
const NSA = 'nsa-cisa-1.2';

const AREAS: readonly Area[] = [
  {
    area: 'hardware',
    title: text('Hardware and data centres', 'ハードウェアとデータセンター'),
    managed: 'provider',
    share: text('machines that boot only what you trust', '信頼できるものだけを起動するマシン'),
    theirs: text('runs buildings, machines and their firmware', '施設、マシン、ファームウェアを運用します'),
    own: { [IMAGES]: ['4.6'] },
  },
  {
    area: 'control-plane',
    title: text('API server, controllers, scheduler', 'API サーバー、コントローラー、スケジューラー'),
    managed: 'provider',
    share: text('flags, files and certificates of the control plane', 'コントロールプレーンのフラグ、ファイル、証明書'),
    theirs: text('runs, patches and configures them', '運用、更新、設定を行います'),
    own: { [CIS]: ['1.1.', '1.2.', '1.3.', '1.4.'] },
  },
  {
    area: 'etcd',
    title: text('etcd and its backup', 'etcd とバックアップ'),
    managed: 'provider',
    share: text('certificates, access and backup of etcd', 'etcd の証明書、アクセス制御、バックアップ'),
    theirs: text('runs, encrypts and backs up the store', 'ストアの運用、暗号化、バックアップを行います'),
    own: { [CIS]: ['2.'] },
  },
  {
    area: 'endpoint',
    title: text('Who reaches the API server', 'API サーバーへの到達範囲'),
    managed: 'shared',
    share: text('which networks reach it, and whether it is public', '接続元ネットワークと公開の有無'),
    own: { [NSA]: ['NSA-2.4'] },
    cloud: ['5.4.', '5.6.'],
  },
  {
    area: 'audit',
    title: text('Audit logs', '監査ログ'),
    managed: 'shared',
    share: text('that they are on, kept and read', '有効化、保管、確認'),
    own: { [CIS]: ['3.2.'] },
    cloud: ['2.', '5.7.'],
  },
  {
    area: 'secrets',
    title: text('Encryption of Secrets', 'Secret の暗号化'),
    managed: 'shared',
    share: text('that they are encrypted with a key of yours', '自分の鍵による暗号化'),
    own: { [CIS]: ['1.2.27', '1.2.28'] },
    cloud: ['5.3.'],
  },
  {
    area: 'nodes',
    title: text('Systems of nodes', 'ノードの OS'),
    managed: 'shared',
    share: text('that nodes run a current image, and are replaced', '最新イメージの利用とノードの入れ替え'),
    own: { [IMAGES]: ['4.5.'] },
  },
  {
    area: 'kubelet',
    title: text('Configuration of kubelets', 'kubelet の設定'),
    managed: 'you',
    share: text('settings and files of kubelets in your node groups', 'ノードグループの kubelet の設定とファイル'),
    own: { [CIS]: ['4.'] },
    cloud: ['3.'],
  },
  {
    area: 'versions',
    title: text('Versions and patches', 'バージョンと更新'),
    managed: 'shared',
    share: text('that you take the versions that are offered, in time', '提供されるバージョンへの適時の更新'),
    own: { [NSA]: ['NSA-5.1'] },
  },
  {
    area: 'access',
    title: text('Access and roles', 'アクセスと権限'),
    managed: 'you',
    share: text('who may do what', '誰が何をできるか'),
    own: { [CIS]: ['3.1.', '5.1.'] },
    cloud: ['4.1.', '5.5.', '5.8.'],
  },
  {
    area: 'images',
    title: text('Images', 'イメージ'),
    managed: 'you',
    share: text('what is in them and where they come from', '内容と入手元'),
    own: { [IMAGES]: ['4.1.', '4.2.'] },
  },
  {
    area: 'deployments',
    title: text('Deployments', 'デプロイメント'),
    managed: 'you',
    share: text('privileges of pods and what is admitted', 'Pod の権限とアドミッション'),
    own: { [CIS]: ['5.2.', '5.5.'] },
    cloud: ['4.2.'],
  },
  {
    area: 'configuration',
    title: text('Configuration and Secrets of applications', 'アプリケーションの設定と Secret'),
    managed: 'you',
    share: text('where settings and credentials lie', '設定値と認証情報の置き場所'),
    own: { [CIS]: ['5.4.', '5.6.'] },
  },
  {
    area: 'applications',
    title: text('Applications', 'アプリケーション'),
    managed: 'you',
    share: text('their weaknesses, and what a break-in reaches', '脆弱性と侵害時の影響範囲'),
    own: { [IMAGES]: ['4.4.4', '4.4.5'] },
  },
  {
    area: 'segmentation',
    title: text('Segmentation of the network', 'ネットワークの分割'),
    managed: 'you',
    share: text('who talks to whom', '通信の許可範囲'),
    own: { [CIS]: ['5.3.'] },
    cloud: ['4.3.', '4.4.2'],
  },
  {
    area: 'runtime',
    title: text('What runs', '実行時'),
    managed: 'you',
    share: text('noticing and answering what happens', '検知と対応'),
    own: { [NSA]: ['NSA-4.2'], [IMAGES]: ['4.4.2', '4.4.3'] },
  },
];

const BENCHMARKS: Readonly<Partial<Record<ClusterKind, string>>> = { eks: 'cis-eks-1.8.0', gke: 'cis-gke-1.9.0', aks: 'cis-aks-1.8.0' };

/** Frameworks whose controls show where the areas of a kind of cluster stand. */
export function listResponsibilityFrameworks(kind: ClusterKind): readonly string[] {
  return [CIS, IMAGES, NSA, ...(BENCHMARKS[kind] === undefined ? [] : [BENCHMARKS[kind]])];
}

/** What kind of cluster it is, by all that was seen of it. */
export function findClusterKind(view: ClusterView): ClusterKind {
  const { distribution } = view;
  return CLUSTER_KINDS.find(kind => kind === distribution) ?? 'self-managed';
}

/** Who answers for what on a kind of cluster, and where each share of yours stands by the results of the frameworks above. */
export function describeResponsibility(
  kind: ClusterKind,
  results: readonly Pick<ControlResult, 'framework' | 'control' | 'state'>[],
): readonly Responsibility[] {
  return AREAS.map(({ area, title, managed, share, theirs, own, cloud }) => {
    const owner = findOwner(kind, managed);
    if (owner === 'provider') return { area, title, owner, share: theirs ?? share, controls: [], state: undefined };
    const benchmark = BENCHMARKS[kind];
    const wanted = benchmark !== undefined && cloud !== undefined ? { [benchmark]: cloud } : own;
    const controls = results
      .filter(({ framework, control }) => (wanted[framework] ?? []).some(start => control === start || control.startsWith(start)))
      .map(({ framework, control, state }) => ({ framework, control, state }));
    const states = new Set(controls.map(({ state }) => state));
    return { area, title, owner, share, controls, state: STATES_BY_WEIGHT.find(state => states.has(state)) };
  });
}

/** OpenShift is run by whoever installed it, with operators that set most of it. */
function findOwner(kind: ClusterKind, managed: Owner): Owner {
  if (kind === 'self-managed') return 'you';
  if (kind === 'openshift') return managed === 'provider' ? 'shared' : 'you';
  return isManaged(kind) ? managed : 'you';
}
