import type { Evidence } from '@breakwater/model';
import type { ClusterView } from '../cluster-view.ts';
import { takesLabels } from './selector.ts';
import { isMap, readAt, toMaps, toTexts, type Yaml } from './yaml.ts';

/** Something that may refuse a pod in a namespace. */
export interface Guard {
  readonly name: string;
  /** Whether what it refuses is what Pod Security is about; false where that is not to be seen from here. */
  readonly isPodSecurity: boolean;
  readonly evidence: readonly Evidence[];
}

/** Engines by a part of the name of their webhook, and the groups and kinds of objects that hold their rules; none where rules are no objects. */
const ENGINES: readonly (readonly [part: string, name: string, isRule: (object: Yaml) => boolean])[] = [
  [
    'gatekeeper',
    'Gatekeeper',
    object => isOfGroup(object, 'constraints.gatekeeper.sh') && isDenying(readAt(object, ['spec', 'enforcementAction'])),
  ],
  ['kyverno', 'Kyverno', object => isOfGroup(object, 'kyverno.io') && isEnforcing(object)],
  ['kubewarden', 'Kubewarden', object => isOfGroup(object, 'policies.kubewarden.io') && readAt(object, ['spec', 'mode']) !== 'monitor'],
  ['breakwater', 'Breakwater', () => false],
];

/** What expressions of pod security speak of. */
const POD_SECURITY = /privileged|allowPrivilegeEscalation|hostNetwork|hostPID|hostIPC|hostPath|runAsNonRoot|seccompProfile|podSecurity/;
/** Kinds of Gatekeeper's library and modules of Kubewarden's that do the same under names of their own. */
const OF_POD_SECURITY = /^K8sPSP|pod-privileged|privileged-pods|psp-/;

/** Everything beside Pod Security that may refuse pods in a namespace. */
export function listGuards(view: ClusterView, labels: Yaml): readonly Guard[] {
  return [...listPolicies(view, labels), ...listEngines(view, labels)];
}

/** https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/ */
function listPolicies(view: ClusterView, labels: Yaml): readonly Guard[] {
  const policies = new Map(view.listObjects('ValidatingAdmissionPolicy').map(policy => [nameOf(policy), policy]));
  return view.listObjects('ValidatingAdmissionPolicyBinding').flatMap((binding): readonly Guard[] => {
    const name = String(readAt(binding, ['spec', 'policyName']));
    const policy = policies.get(name);
    const constraints = readAt(policy, ['spec', 'matchConstraints']);
    const actions = toTexts(readAt(binding, ['spec', 'validationActions']));
    const selectors = [readAt(constraints, ['namespaceSelector']), readAt(binding, ['spec', 'matchResources', 'namespaceSelector'])];
    const isHeld = coversPods(readAt(constraints, ['resourceRules'])) && selectors.every(selector => takesLabels(selector, labels));
    if (policy === undefined || !actions.includes('Deny') || !isHeld) return [];
    const isPodSecurity = POD_SECURITY.test(JSON.stringify(readAt(policy, ['spec', 'validations']) ?? ''));
    const evidence = { source: 'api', path: `ValidatingAdmissionPolicyBinding ${nameOf(binding)} validationActions`, value: actions };
    return [{ name: `ValidatingAdmissionPolicy ${name}`, isPodSecurity, evidence: [evidence] }];
  });
}

function listEngines(view: ClusterView, labels: Yaml): readonly Guard[] {
  return view.listObjects('ValidatingWebhookConfiguration').flatMap(configuration =>
    toMaps(configuration['webhooks']).flatMap((hook): readonly Guard[] => {
      const known = `${nameOf(configuration)} ${String(hook['name'])}`.toLowerCase();
      const engine = ENGINES.find(([part]) => known.includes(part));
      if (engine === undefined || !coversPods(hook['rules']) || !takesLabels(hook['namespaceSelector'], labels)) return [];
      const [, name, isRule] = engine;
      const strict = view.objects.filter(isRule);
      const rule = strict.find(speaksOfPodSecurity) ?? strict[0];
      const path = `ValidatingWebhookConfiguration ${nameOf(configuration)} ${String(hook['name'])} failurePolicy`;
      const evidence = [{ source: 'api', path, value: hook['failurePolicy'] ?? 'Fail' }];
      const rules = rule === undefined ? [] : [{ source: 'api', path: `${String(rule['kind'])} ${nameOf(rule)}`, value: true }];
      return [{ name, isPodSecurity: rule !== undefined && speaksOfPodSecurity(rule), evidence: [...evidence, ...rules] }];
    }),
  );
}

/** A rule that is enforced and speaks of something else leaves open whether pods are held to anything. */
function speaksOfPodSecurity(rule: Yaml): boolean {
  const spec = JSON.stringify(rule['spec'] ?? '');
  return POD_SECURITY.test(spec) || OF_POD_SECURITY.test(String(rule['kind'])) || OF_POD_SECURITY.test(spec);
}

const nameOf = (object: Yaml | undefined): string => String(readAt(object, ['metadata', 'name']) ?? '');
const isOfGroup = (object: Yaml, group: string): boolean => String(object['apiVersion'] ?? '').startsWith(`${group}/`);
const isDenying = (action: unknown): boolean => action === undefined || action === 'deny';

/** Kyverno enforces by a policy as a whole, and since 1.13 by single rules. */
function isEnforcing(object: Yaml): boolean {
  const isEnforce = (action: unknown): boolean => typeof action === 'string' && action.toLowerCase() === 'enforce';
  if (isEnforce(readAt(object, ['spec', 'validationFailureAction']))) return true;
  return toMaps(readAt(object, ['spec', 'rules'])).some(rule => isEnforce(readAt(rule, ['validate', 'failureAction'])));
}

function coversPods(rules: unknown): boolean {
  return toMaps(rules).some(rule => {
    const [resources, operations] = [toTexts(rule['resources']), toTexts(rule['operations'])];
    const isCreate = operations.length === 0 || operations.some(operation => operation === '*' || operation === 'CREATE');
    return isCreate && resources.some(resource => ['pods', 'pods/*', '*', '*/*'].includes(resource));
  });
}

/** Labels of an object that are texts. */
export function readLabels(object: Yaml): Yaml {
  const labels = readAt(object, ['metadata', 'labels']);
  // Every namespace has its own name as a label; dumps of before 1.21 have it not.
  return { 'kubernetes.io/metadata.name': nameOf(object), ...(isMap(labels) ? labels : {}) };
}
