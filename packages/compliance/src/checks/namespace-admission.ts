import type { Evidence } from '@breakwater/model';
import { type Check, type CheckFinding, CLUSTER, type Texts } from '../check/check.ts';
import type { ClusterView } from '../cluster-view.ts';
import { listGuards, readLabels } from '../evidence/namespace-guards.ts';
import { type PodSecurityDefaults, readPodSecurityDefaults } from '../evidence/pod-security-defaults.ts';
import { readAt, type Yaml } from '../evidence/yaml.ts';

const LABEL = 'pod-security.kubernetes.io/enforce';
const SYSTEM = ['kube-system', 'kube-public', 'kube-node-lease'];

const admission: Check = {
  id: 'namespace-admission-missing',
  severity: 'medium',
  title: { en: 'Nothing refuses pods in a namespace', ja: '名前空間で Pod の受け入れが制限されない' },
  decide: view => {
    const namespaces = view.listObjects('Namespace');
    if (namespaces.length === 0) return [UNSEEN];
    const defaults = readPodSecurityDefaults(view);
    return namespaces.map(namespace => ({ subject: { kind: 'Namespace', name: nameOf(namespace) }, ...decide(view, namespace, defaults) }));
  },
};

const UNSEEN: CheckFinding = {
  subject: CLUSTER,
  state: 'not-evaluated',
  message: {
    en: 'no namespaces are among the objects; give what kubectl get namespaces -o json prints',
    ja: 'オブジェクトに名前空間がありません。kubectl get namespaces -o json の出力を指定してください',
  },
  evidence: [],
};

const nameOf = (object: Yaml): string => String(readAt(object, ['metadata', 'name']) ?? '');

type Said = Omit<CheckFinding, 'subject'>;

/** The level of Pod Security where it refuses anything, else what other engines hold, else why nothing does. */
function decide(view: ClusterView, namespace: Yaml, defaults: PodSecurityDefaults): Said {
  const name = nameOf(namespace);
  if (SYSTEM.includes(name))
    return say('not-applicable', { en: `${name} belongs to the cluster itself`, ja: `${name} はクラスター自身の名前空間です` }, []);
  const labels = readLabels(namespace);
  const label = readAt(namespace, ['metadata', 'labels', LABEL]);
  const own = findLevel(typeof label === 'string' ? label : undefined, name, defaults);
  if (own.level === 'baseline' || own.level === 'restricted') {
    const { level } = own;
    return say('pass', { en: `Pod Security holds pods to ${level}`, ja: `Pod Security により ${level} が適用されます` }, own.evidence);
  }
  const guards = listGuards(view, labels);
  const evidence = [...own.evidence, ...guards.flatMap(guard => guard.evidence)];
  const strict = guards.find(({ isPodSecurity }) => isPodSecurity);
  if (strict !== undefined) {
    return say('pass', { en: `${strict.name} refuses pods here`, ja: `${strict.name} が Pod を制限しています` }, evidence);
  }
  const [guard] = guards;
  if (guard !== undefined) {
    const message = {
      en: `${guard.name} looks at pods here; whether it refuses what Pod Security would is not visible in the objects: look at its rules`,
      ja: `${guard.name} が Pod を検査していますが、Pod Security 相当の制限かどうかはオブジェクトから判別できません。ルールを確認してください`,
    };
    return say('review', message, evidence);
  }
  return own.level === undefined ? reportUnknown(own.reason, evidence) : reportOpen(name, evidence);
}

interface Level {
  /** Undefined where it is not known. */
  readonly level: string | undefined;
  readonly reason: string;
  readonly evidence: readonly Evidence[];
}

function findLevel(label: string | undefined, name: string, defaults: PodSecurityDefaults): Level {
  const known = { reason: '', evidence: [{ source: 'api', path: `Namespace ${name} ${LABEL}`, value: label ?? null }] };
  // A level that does not exist counts as restricted: https://kubernetes.io/docs/concepts/security/pod-security-admission/
  if (label !== undefined) return { ...known, level: ['privileged', 'baseline'].includes(label) ? label : 'restricted' };
  if ('unseen' in defaults) return { ...known, level: undefined, reason: defaults.unseen };
  const { level, exempt, source, path } = defaults;
  const isExempt = exempt.includes(name);
  const evidence = [...known.evidence, { source, path, value: isExempt ? `exempt: ${name}` : level }];
  return { ...known, evidence, level: isExempt ? 'privileged' : level };
}

function reportUnknown(reason: string, evidence: readonly Evidence[]): Said {
  const message = {
    en: `the namespace has no label ${LABEL}, and what holds without one is not known: ${reason}`,
    ja: `ラベル ${LABEL} がなく、ラベルがない場合の既定値も不明です: ${reason}`,
  };
  return say('not-evaluated', message, evidence);
}

function reportOpen(name: string, evidence: readonly Evidence[]): Said {
  const message = {
    en: 'Pod Security lets any pod in here, and nothing else refuses any',
    ja: 'Pod Security がすべての Pod を許可しており、他に制限する仕組みもありません',
  };
  const command = `kubectl label --overwrite namespace ${name} ${LABEL}=baseline`;
  return { ...say('fail', message, evidence), remediation: { en: command, ja: command } };
}

const say = (state: CheckFinding['state'], message: Texts, evidence: readonly Evidence[]): Said => ({ state, message, evidence });

export const checks: readonly Check[] = [admission];
