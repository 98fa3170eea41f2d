import type { Evidence } from '@breakwater/model';
import { type Check, type CheckFinding, CLUSTER, type Texts } from '../check/check.ts';
import type { ClusterView } from '../cluster-view.ts';
import { isMap, readAt, toMaps, toTexts, type Yaml } from '../evidence/yaml.ts';

/** Network plug-ins by a part of the names of their DaemonSets and of their processes, and whether they enforce NetworkPolicies. */
const NETWORKS: readonly (readonly [part: string, name: string, enforces: boolean])[] = [
  ['calico', 'Calico', true],
  ['canal', 'Canal', true],
  ['cilium', 'Cilium', true],
  ['antrea', 'Antrea', true],
  ['kube-router', 'kube-router', true],
  ['weave', 'Weave Net', true],
  ['ovnkube', 'OVN-Kubernetes', true],
  ['kube-network-policies', 'kube-network-policies', true],
  ['aws-network-policy-agent', 'the network policy agent of the AWS VPC CNI', true],
  ['kindnet', 'kindnet', true],
  ['flannel', 'Flannel', false],
  ['aws-k8s-agent', 'the AWS VPC CNI', false],
  ['aws-node', 'the AWS VPC CNI', false],
];

/** Groups of what keeps secrets outside, and of what checks images before they run. */
const STORE_GROUPS = ['external-secrets.io', 'secrets-store.csi.x-k8s.io', 'bitnami.com', 'secrets.hashicorp.com'];
const IMAGE_GROUPS = [
  'policy.sigstore.dev',
  'kyverno.io',
  'policies.kyverno.io',
  'constraints.gatekeeper.sh',
  'image-policy.connaisseur.io',
];
/** Webhooks that check images by a part of their names. */
const IMAGE_WEBHOOKS = ['cosign', 'sigstore', 'policy-controller', 'connaisseur', 'kyverno', 'breakwater', 'ratify', 'gatekeeper'];

/** Kinds that check what is created; one of them shows that somebody fetched such kinds at all. */
const GATES = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration', 'ValidatingAdmissionPolicy', 'CustomResourceDefinition'];

function create(
  id: string,
  severity: Check['severity'],
  title: Texts,
  decide: (view: ClusterView) => Omit<CheckFinding, 'subject'>,
): Check {
  return { id, severity, title, decide: view => [{ subject: CLUSTER, ...(hasObjects(view) ? decide(view) : UNSEEN) }] };
}

const UNSEEN: Omit<CheckFinding, 'subject'> = {
  state: 'not-evaluated',
  message: { en: 'objects of the cluster were not given', ja: 'クラスターのオブジェクトが与えられていません' },
  evidence: [],
};

const hasObjects = (view: ClusterView): boolean => view.objects.length > 0;

/** Network plug-ins show on nodes as well. */
function decideNetworkAnywhere(view: ClusterView): readonly CheckFinding[] {
  const isSeen = hasObjects(view) || view.nodes.some(({ facts }) => (facts?.processes ?? []).length > 0);
  return [{ subject: CLUSTER, ...(isSeen ? decideNetwork(view) : UNSEEN) }];
}

const nameOf = (object: Yaml): string => String(readAt(object, ['metadata', 'name']) ?? '');
const groupOf = (object: Yaml): string => String(object['apiVersion'] ?? '').split('/')[0] ?? '';

function toEvidence(objects: readonly Yaml[]): readonly Evidence[] {
  return objects.slice(0, 20).map(object => ({ source: 'api', path: `${String(object['kind'])} ${nameOf(object)}`, value: true }));
}

function decideNetwork(view: ClusterView): Omit<CheckFinding, 'subject'> {
  const agents = view.listObjects('DaemonSet').map(agent => ({ text: nameOf(agent), evidence: toEvidence([agent]) }));
  const processes = view.nodes.flatMap(({ name, facts }) =>
    (facts?.processes ?? []).map(process => ({
      text: process.name,
      evidence: [{ source: 'process', path: `${name} ${process.name}`, value: true }],
    })),
  );
  const found = NETWORKS.flatMap(([part, name, enforces]) => {
    const trace = [...agents, ...processes].find(({ text }) => text.includes(part));
    return trace === undefined ? [] : [{ name, enforces, evidence: trace.evidence }];
  });
  const evidence = found.flatMap(one => one.evidence);
  const enforcing = found.find(({ enforces }) => enforces);
  if (enforcing !== undefined) {
    return {
      state: 'pass',
      message: { en: `${enforcing.name} enforces NetworkPolicies`, ja: `${enforcing.name} が NetworkPolicy を適用します` },
      evidence,
    };
  }
  const [only] = found;
  if (only !== undefined) {
    const remediation = {
      en: 'take a network plug-in that enforces NetworkPolicies, as Cilium or Calico',
      ja: 'Cilium や Calico など NetworkPolicy を適用するプラグインを使用してください',
    };
    return {
      state: 'fail',
      message: { en: `${only.name} alone enforces no NetworkPolicies`, ja: `${only.name} だけでは NetworkPolicy が適用されません` },
      evidence,
      remediation,
    };
  }
  const message = {
    en: 'which network plug-in runs is not visible in the objects; prove it with breakwater network explain and a connection that has to fail',
    ja: 'ネットワークプラグインをオブジェクトから判別できません。breakwater network explain と、拒否されるべき接続の確認で実証してください',
  };
  return { state: 'review', message, evidence };
}

function decideStore(view: ClusterView): Omit<CheckFinding, 'subject'> {
  const found = view.objects.filter(object => STORE_GROUPS.includes(groupOf(object)) || isStoreDefinition(object));
  if (found.length > 0) {
    const message = {
      en: `Secrets come from a store outside: ${groupOf(found[0] ?? {})}`,
      ja: `Secret は外部ストアから取得されています: ${groupOf(found[0] ?? {})}`,
    };
    return { state: 'review', message, evidence: toEvidence(found) };
  }
  const message = { en: 'no store of secrets outside the cluster is visible', ja: 'クラスター外のシークレットストアが見当たりません' };
  return { state: 'review', message, evidence: [] };
}

const isStoreDefinition = (object: Yaml): boolean =>
  object['kind'] === 'CustomResourceDefinition' && STORE_GROUPS.includes(String(readAt(object, ['spec', 'group'])));

function decideImages(view: ClusterView): Omit<CheckFinding, 'subject'> {
  const hooks = view
    .listObjects('ValidatingWebhookConfiguration')
    .filter(hook =>
      [nameOf(hook), ...toMaps(hook['webhooks']).map(({ name }) => String(name))].some(name =>
        IMAGE_WEBHOOKS.some(part => name.includes(part)),
      ),
    );
  const policies = view.listObjects('ValidatingAdmissionPolicy').filter(policy => JSON.stringify(policy['spec'] ?? {}).includes('.image'));
  const found = [...view.objects.filter(object => IMAGE_GROUPS.includes(groupOf(object))), ...hooks, ...policies];
  if (found.length > 0) {
    return {
      state: 'pass',
      message: { en: 'images are checked before they run', ja: 'イメージは実行前に検証されています' },
      evidence: toEvidence(found),
    };
  }
  if (!GATES.some(kind => view.listObjects(kind).length > 0)) {
    const message = {
      en: 'neither webhook configurations nor admission policies are among the objects: whether there are none, or nobody fetched them, is not known',
      ja: 'Webhook 設定もアドミッションポリシーも与えられていません。存在しないのか、取得していないのかは不明です',
    };
    return { state: 'not-evaluated', message, evidence: [] };
  }
  const remediation = {
    en: 'switch on a policy over image references or signatures and enforce it: breakwater policy enforce image-registry-not-allowed --at deploy=deny',
    ja: 'イメージ参照または署名のポリシーを有効にして適用してください: breakwater policy enforce image-registry-not-allowed --at deploy=deny',
  };
  return {
    state: 'fail',
    message: { en: 'nothing checks images before they run', ja: '実行前にイメージを検証する仕組みがありません' },
    evidence: [],
    remediation,
  };
}

/** How people log in shows in traces only: where there are any a person has to look, and where there are none somebody has to say so. */
function decidePeople(find: (view: ClusterView) => readonly Yaml[], traces: Texts) {
  return (view: ClusterView): Omit<CheckFinding, 'subject'> => {
    const found = find(view);
    if (found.length > 0) {
      const message = {
        en: `${found.length} ${traces.en}; say whether people log in with them`,
        ja: `${traces.ja}が ${found.length} 件あります。利用者の認証に使われていないか確認してください`,
      };
      return { state: 'review', message, evidence: toEvidence(found) };
    }
    const message = {
      en: `no ${traces.en} are there; that nobody logs in that way has to be attested`,
      ja: `${traces.ja}はありません。利用者の認証に使われていないことの証明が必要です`,
    };
    return { state: 'manual', message, evidence: [] };
  };
}

const isClientRequest = (object: Yaml): boolean => readAt(object, ['spec', 'signerName']) === 'kubernetes.io/kube-apiserver-client';
const isNodeRequest = (object: Yaml): boolean => toTexts(readAt(object, ['spec', 'groups'])).includes('system:nodes');
const secretsOf = (type: string) => (view: ClusterView) =>
  view.listObjects('Secret').filter(secret => isMap(secret) && secret['type'] === type);

export const checks: readonly Check[] = [
  {
    id: 'network-policies-not-enforced',
    severity: 'medium',
    title: { en: 'Network policies are not enforced', ja: 'NetworkPolicy が適用されない' },
    decide: decideNetworkAnywhere,
  },
  create(
    'secret-store-missing',
    'info',
    { en: 'No store of secrets outside the cluster', ja: 'クラスター外のシークレットストアがない' },
    decideStore,
  ),
  create(
    'image-admission-missing',
    'medium',
    { en: 'Images are not checked before they run', ja: '実行前にイメージが検証されない' },
    decideImages,
  ),
  create(
    'people-use-client-certificates',
    'medium',
    { en: 'People log in by client certificates', ja: '利用者がクライアント証明書で認証している' },
    decidePeople(view => view.listObjects('CertificateSigningRequest').filter(one => isClientRequest(one) && !isNodeRequest(one)), {
      en: 'requests for client certificates',
      ja: 'クライアント証明書の要求',
    }),
  ),
  create(
    'people-use-account-tokens',
    'medium',
    { en: 'People log in by service account tokens', ja: '利用者がサービスアカウントトークンで認証している' },
    decidePeople(secretsOf('kubernetes.io/service-account-token'), {
      en: 'long-lived service account tokens',
      ja: '長期間有効なサービスアカウントトークン',
    }),
  ),
  create(
    'people-use-bootstrap-tokens',
    'medium',
    { en: 'People log in by bootstrap tokens', ja: '利用者がブートストラップトークンで認証している' },
    decidePeople(secretsOf('bootstrap.kubernetes.io/token'), { en: 'bootstrap tokens', ja: 'ブートストラップトークン' }),
  ),
];
