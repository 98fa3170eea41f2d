import { type Check, type CheckFinding, CLUSTER } from '../check/check.ts';
import type { ClusterView } from '../cluster-view.ts';
import { readAt, toMaps, toTexts, type Yaml } from '../evidence/yaml.ts';

const HOURS = 24;
const HOUR = 3_600_000;
/** Objects that evidence names. */
const SHOWN = 20;
const SYSTEM = /\/(kube-apiserver|kube-controller-manager|kube-scheduler|kube-proxy|etcd|coredns):([^@]+)$/;

const nameOf = (object: Yaml): string => String(readAt(object, ['metadata', 'name']) ?? '');

/** BSI asks for it where much is at stake; whether it is, a person knows. */
function decideAge(view: ClusterView): readonly CheckFinding[] {
  const now = Date.parse(view.now ?? '');
  const pods = view.listObjects('Pod').map(pod => ({
    name: `${String(readAt(pod, ['metadata', 'namespace']) ?? 'default')}/${nameOf(pod)}`,
    hours: Math.floor((now - Date.parse(String(readAt(pod, ['status', 'startTime'])))) / HOUR),
  }));
  const timed = pods.filter(({ hours }) => !Number.isNaN(hours));
  if (timed.length === 0) {
    const message = { en: 'no pod says when it was started', ja: '起動時刻が分かる Pod がありません' };
    return [{ subject: CLUSTER, state: 'not-evaluated', message, evidence: [] }];
  }
  const old = timed.filter(({ hours }) => hours > HOURS).toSorted((a, b) => b.hours - a.hours);
  const evidence = (old.length === 0 ? timed : old)
    .slice(0, SHOWN)
    .map(({ name, hours }) => ({ source: 'api', path: `Pod ${name}`, value: `${hours} h` }));
  if (old.length === 0) {
    const message = { en: `no pod runs for more than ${HOURS} hours`, ja: `${HOURS} 時間を超えて動作している Pod はありません` };
    return [{ subject: CLUSTER, state: 'pass', message, evidence }];
  }
  const message = {
    en: `${old.length} pods run for more than ${HOURS} hours; say whether they need high protection`,
    ja: `${old.length} 個の Pod が ${HOURS} 時間を超えて動作しています。高い保護が必要か確認してください`,
  };
  return [{ subject: CLUSTER, state: 'review', message, evidence }];
}

/** Images that a node still holds, by the name of their component. */
function listVersions(node: Yaml): ReadonlyMap<string, ReadonlySet<string>> {
  const versions = new Map<string, Set<string>>();
  for (const name of toMaps(readAt(node, ['status', 'images'])).flatMap(image => toTexts(image['names']))) {
    const [, component = '', tag = ''] = SYSTEM.exec(name) ?? [];
    if (component !== '') versions.set(component, (versions.get(component) ?? new Set()).add(tag));
  }
  return versions;
}

function decideImages(view: ClusterView): readonly CheckFinding[] {
  const nodes = view.listObjects('Node').map(node => ({ name: nameOf(node), versions: listVersions(node) }));
  const seen = nodes.filter(({ versions }) => versions.size > 0);
  if (seen.length === 0) {
    const message = {
      en: 'no node says which images of components it holds',
      ja: 'コンポーネントのイメージ一覧を持つノード情報がありません',
    };
    return [{ subject: CLUSTER, state: 'not-evaluated', message, evidence: [] }];
  }
  return seen.map(({ name, versions }) => {
    const subject = { kind: 'Node', name };
    const evidence = [...versions].map(([component, tags]) => ({ source: 'api', path: component, value: [...tags].toSorted().join(', ') }));
    const several = [...versions].filter(([, tags]) => tags.size > 1).map(([component]) => component);
    if (several.length === 0) {
      return {
        subject,
        state: 'pass',
        message: { en: 'one version of each component', ja: '各コンポーネントは 1 バージョンのみです' },
        evidence,
      };
    }
    return {
      subject,
      state: 'fail',
      message: { en: `several versions are left of ${several.join(', ')}`, ja: `複数のバージョンが残っています: ${several.join('、')}` },
      evidence,
      remediation: { en: `on ${name}: crictl rmi --prune`, ja: `${name} で実行: crictl rmi --prune` },
    };
  });
}

export const checks: readonly Check[] = [
  {
    id: 'pods-run-too-long',
    severity: 'info',
    title: { en: 'Pods run for more than a day', ja: '24 時間を超えて動作する Pod がある' },
    decide: decideAge,
  },
  {
    id: 'system-images-old',
    severity: 'low',
    title: { en: 'Nodes hold old images of components', ja: 'ノードに旧バージョンのイメージが残っている' },
    decide: decideImages,
  },
];
