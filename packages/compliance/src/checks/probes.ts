import type { Evidence, ProbeAnswer, Severity } from '@breakwater/model';
import { type Check, type CheckFinding, CLUSTER, type Texts } from '../check/check.ts';
import type { ClusterView } from '../cluster-view.ts';

const SOON_DAYS = 30;
const DAY = 86_400_000;

/** What an answer means. */
type Said = Pick<CheckFinding, 'state' | 'message'> & { readonly remediation?: Texts };

interface Row {
  readonly id: string;
  readonly severity: Severity;
  readonly title: Texts;
  readonly probe: ProbeAnswer['probe'];
  readonly fix: Texts;
  /** Whether an answer is as it should be; undefined where it says nothing. */
  readonly holds: (answer: ProbeAnswer) => boolean | undefined;
  /** In words, what was seen. */
  readonly describe: (answer: ProbeAnswer) => Texts;
}

const describeStatus = ({ outcome, status, detail, address }: ProbeAnswer): Texts => {
  const more = detail === '' ? '' : ` (${detail})`;
  if (outcome === 'answered') return { en: `${address} answered ${status}${more}`, ja: `${address} の応答: ${status}${more}` };
  if (outcome === 'refused') return { en: `${address} refused the connection${more}`, ja: `${address} は接続を拒否しました${more}` };
  if (outcome === 'unreachable') return { en: `${address} could not be reached from here`, ja: `ここから ${address} に到達できません` };
  return { en: `${address} could not be asked${more}`, ja: `${address} を確認できません${more}` };
};

/** 401 is a request that nobody let in; 403 is one that was let in as somebody anonymous, and then refused. */
const isLockedOut = ({ outcome, status }: ProbeAnswer): boolean | undefined =>
  outcome !== 'answered' || status === undefined ? undefined : status === 401 ? true : status === 403 || status < 400 ? false : undefined;

/** Nothing listens, or whoever does asks for a certificate. */
const isShut = ({ outcome, status }: ProbeAnswer): boolean | undefined =>
  outcome === 'refused' ? true : outcome !== 'answered' || status === undefined ? undefined : status === 401 || status === 403;

const ROWS: readonly Row[] = [
  {
    id: 'probe-api-anonymous',
    severity: 'medium',
    title: { en: 'API server answers whoever asks', ja: 'API サーバーが匿名要求に応答する (実測)' },
    probe: 'api-anonymous',
    holds: isLockedOut,
    describe: describeStatus,
    fix: {
      en: 'set --anonymous-auth=false on the API server, or limit anonymous requests to health paths by --authentication-config',
      ja: 'API サーバーに --anonymous-auth=false を設定するか、--authentication-config で匿名要求をヘルスチェックに限定してください',
    },
  },
  {
    id: 'probe-invented-user-allowed',
    severity: 'critical',
    title: { en: 'API server allows what nobody granted', ja: '付与していない操作が許可される (実測)' },
    probe: 'api-invented-user',
    holds: ({ outcome, detail }) => (outcome === 'answered' ? detail !== 'allowed' : undefined),
    describe: ({ outcome, detail, address }) =>
      outcome === 'answered'
        ? {
            en: `an invented user may${detail === 'allowed' ? '' : ' not'} read all Secrets`,
            ja: `架空の利用者による全 Secret の読み取り: ${detail === 'allowed' ? '許可' : '拒否'}`,
          }
        : { en: `${address} was not asked: ${detail}`, ja: `${address} を確認できません: ${detail}` },
    fix: {
      en: 'take AlwaysAllow out of the authorizers, and bindings to system:authenticated',
      ja: '認可方式から AlwaysAllow を外し、system:authenticated へのバインディングを削除してください',
    },
  },
  {
    id: 'probe-kubelet-anonymous',
    severity: 'critical',
    title: { en: 'kubelet answers whoever asks', ja: 'kubelet が匿名要求に応答する (実測)' },
    probe: 'kubelet-anonymous',
    holds: isLockedOut,
    describe: describeStatus,
    fix: {
      en: 'set authentication.anonymous.enabled: false in the configuration of the kubelet, then restart it',
      ja: 'kubelet の設定で authentication.anonymous.enabled: false を設定し、再起動してください',
    },
  },
  {
    id: 'probe-kubelet-read-only',
    severity: 'high',
    title: { en: 'kubelet has its read-only port open', ja: 'kubelet の読み取り専用ポートが開いている (実測)' },
    probe: 'kubelet-read-only',
    holds: ({ outcome }) => (outcome === 'answered' ? false : outcome === 'refused' ? true : undefined),
    describe: describeStatus,
    fix: {
      en: 'set readOnlyPort: 0 in the configuration of the kubelet, then restart it',
      ja: 'kubelet の設定で readOnlyPort: 0 を設定し、再起動してください',
    },
  },
  {
    id: 'probe-etcd-anonymous',
    severity: 'critical',
    title: { en: 'etcd answers without a certificate', ja: 'etcd が証明書なしで応答する (実測)' },
    probe: 'etcd-anonymous',
    holds: isShut,
    describe: describeStatus,
    fix: {
      en: 'start etcd with --client-cert-auth=true and --trusted-ca-file, and let nodes of the control plane alone reach port 2379',
      ja: 'etcd に --client-cert-auth=true と --trusted-ca-file を設定し、ポート 2379 への到達をコントロールプレーンのノードに限定してください',
    },
  },
  {
    id: 'probe-tls-old',
    severity: 'medium',
    title: { en: 'API server speaks TLS below 1.2', ja: 'API サーバーが TLS 1.2 未満を受け付ける (実測)' },
    probe: 'api-tls-old',
    holds: ({ outcome }) => (outcome === 'answered' ? false : outcome === 'refused' ? true : undefined),
    describe: ({ address, outcome, tls, detail }) =>
      outcome === 'answered'
        ? {
            en: `${address} agreed to ${tls?.version ?? 'an old version'}`,
            ja: `${address} は ${tls?.version ?? '古いバージョン'} を受け付けました`,
          }
        : outcome === 'refused'
          ? { en: `${address} refuses TLS 1.1 and older`, ja: `${address} は TLS 1.1 以下を拒否します` }
          : { en: `${address} could not be asked (${detail})`, ja: `${address} を確認できません (${detail})` },
    fix: {
      en: 'set --tls-min-version=VersionTLS12 on the API server',
      ja: 'API サーバーに --tls-min-version=VersionTLS12 を設定してください',
    },
  },
  {
    id: 'probe-metadata-reachable',
    severity: 'high',
    title: { en: 'Pods reach the metadata service of the cloud', ja: 'Pod からクラウドのメタデータに到達できる (実測)' },
    probe: 'metadata-service',
    holds: ({ outcome, status = 0 }) =>
      outcome === 'refused' || outcome === 'unreachable' ? true : outcome === 'answered' ? status === 401 : undefined,
    describe: describeStatus,
    fix: {
      en: 'refuse egress to 169.254.169.254 by a NetworkPolicy, or set the hop limit of the metadata service to 1',
      ja: 'NetworkPolicy で 169.254.169.254 への通信を拒否するか、メタデータサービスのホップ上限を 1 にしてください',
    },
  },
];

function toEvidence({ probe, address, outcome, status, tls }: ProbeAnswer): readonly Evidence[] {
  return [
    { source: `probe ${probe}`, path: address, value: status ?? outcome },
    ...(tls === undefined
      ? []
      : [{ source: `probe ${probe}`, path: `${address} tls`, value: `${tls.version} ${tls.cipher}, ends ${tls.notAfter}` }]),
  ];
}

const UNASKED: CheckFinding = {
  subject: CLUSTER,
  state: 'not-evaluated',
  message: {
    en: 'addresses of the cluster were not asked; run breakwater compliance run --probe where they can be reached',
    ja: 'クラスターのアドレスに問い合わせていません。到達できる場所で breakwater compliance run --probe を実行してください',
  },
  evidence: [],
};

function toFindings(
  view: ClusterView,
  probes: readonly ProbeAnswer['probe'][],
  say: (answer: ProbeAnswer) => Said,
): readonly CheckFinding[] {
  const answers = probes.flatMap(probe => view.listAnswers(probe));
  if (answers.length === 0) return [UNASKED];
  return answers.map(answer => ({ subject: { kind: answer.kind, name: answer.name }, evidence: toEvidence(answer), ...say(answer) }));
}

function toCheck({ id, severity, title, probe, holds, describe, fix }: Row): Check {
  const say = (answer: ProbeAnswer): Said => {
    const isRight = holds(answer);
    const message = describe(answer);
    if (isRight === undefined) return { state: 'not-evaluated', message };
    return isRight ? { state: 'pass', message } : { state: 'fail', message, remediation: fix };
  };
  return { id, severity, title, decide: view => toFindings(view, [probe], say) };
}

/** By the time when it was asked, and not by the one when it is judged. */
function sayExpiry(view: ClusterView): (answer: ProbeAnswer) => Said {
  return ({ address, tls, detail }) => {
    const days = Math.floor((Date.parse(tls?.notAfter ?? '') - Date.parse(view.probedAt ?? '')) / DAY);
    if (Number.isNaN(days)) {
      return {
        state: 'not-evaluated',
        message: { en: `${address} showed no certificate (${detail})`, ja: `${address} は証明書を提示しませんでした (${detail})` },
      };
    }
    const message = { en: `the certificate of ${address} ends in ${days} days`, ja: `${address} の証明書の期限は ${days} 日後です` };
    if (days >= SOON_DAYS) return { state: 'pass', message };
    const remediation = {
      en: 'renew it (kubeadm certs renew all where kubeadm made it), then restart what shows it',
      ja: '証明書を更新し (kubeadm の場合は kubeadm certs renew all)、コンポーネントを再起動してください',
    };
    return { state: 'fail', message, remediation };
  };
}

export const checks: readonly Check[] = [
  ...ROWS.map(toCheck),
  {
    id: 'probe-certificate-expiring',
    severity: 'medium',
    title: { en: 'A certificate that the cluster shows ends soon', ja: '提示された証明書の期限が近い (実測)' },
    decide: view => toFindings(view, ['api-tls', 'kubelet-tls'], sayExpiry(view)),
  },
];
