import { compileAdmission } from '../admission/compile-admission.ts';
import { AdmissionError } from '../admission/errors.ts';
import type { ValidatingAdmissionPolicy } from '../admission/shapes.ts';
import { exportPolicy } from '../export/export-policy.ts';
import { ELEMENTS } from '../export/raw-variables.ts';
import type { ExportedPair, Obstacle } from '../export/shapes.ts';
import { type Accepted, readAccepted } from './accepted.ts';
import { type Condition, not, quote } from './condition.ts';
import { listRegions, type Region, readAction } from './regions.ts';
import type { NativeAction, NativePair, NativePlan, NativeQuestion } from './shapes.ts';

/** Different decisions of one policy that are worth as many sets of objects; each is evaluated on every request. */
const MAX_REGIONS = 8;
/** The API server takes longer ones, and nobody could read them. */
const MAX_CONDITION = 16 * 1024;

/**
 * What makes pods and jobs of templates that were judged when somebody wrote them: what comes of those is let through, so that what a setting or an
 * exception says of a workload holds for its pods, and what runs already can be moved to another node. Nobody else can be one of these users.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#controller-roles
 */
const CONTROLLERS = [
  'system:kube-controller-manager',
  ...['cronjob', 'daemon-set', 'deployment', 'job', 'replicaset', 'replication', 'statefulset'].map(
    name => `system:serviceaccount:kube-system:${name}-controller`,
  ),
];
const TEMPLATE_RESOURCES = ['pods', 'replicasets', 'jobs'];

type Wanted = Pick<NativeQuestion, 'policy' | 'base' | 'settings' | 'cluster'>;

/** What settings want done at admission in one cluster, and whether in all of it. */
export function readWantedActions(question: Wanted): Pick<ReturnType<typeof listEnforced>, 'actions' | 'everywhere'> {
  const { actions, everywhere } = listEnforced(question);
  return { actions, everywhere };
}

function toPlace({ policy, cluster }: Wanted) {
  return { cluster, seesNamespaces: policy.target === 'namespace' || policy.target === 'object' || policy.requests !== undefined };
}

function listEnforced(question: Wanted) {
  const regions = listRegions(question.base, question.settings, toPlace(question));
  const enforced = regions.flatMap(region => {
    const action = region.decision.enabled ? readAction(region.decision.enforcement ?? {}) : 'inform';
    return action === 'deny' || action === 'warn' ? [{ region, action }] : [];
  });
  const actions = (['deny', 'warn'] as const).filter(action => enforced.some(part => part.action === action));
  return { enforced, actions, everywhere: enforced.length === regions.length };
}

/** What the API server is to enforce of a policy by itself in one cluster. */
export function planNative(question: NativeQuestion): NativePlan {
  const { policy } = question;
  const place = toPlace(question);
  const { enforced, actions, everywhere } = listEnforced(question);
  if (enforced.length === 0) return { type: 'none' };
  const refuse = (...obstacles: readonly Obstacle[]): NativePlan => ({ type: 'obstacles', actions, everywhere, obstacles });
  if (enforced.length > MAX_REGIONS)
    return refuse({
      reason: `it has ${enforced.length} different settings, and more than ${MAX_REGIONS} are not written for the API server`,
    });
  const accepted = readAccepted(question.exceptions, policy.target, place, question.now);
  if ('reason' in accepted) return refuse(accepted);
  const sorted = enforced.toSorted((a, b) => actions.indexOf(a.action) - actions.indexOf(b.action));
  const parts = sorted.map(({ region, action }, index) => exportRegion(question, region, action, accepted, index));
  const obstacles = parts.flatMap(part => ('reason' in part ? [part] : 'obstacles' in part ? part.obstacles : []));
  if (obstacles.length > 0) return refuse(...new Map(obstacles.map(obstacle => [JSON.stringify(obstacle), obstacle])).values());
  return { type: 'native', actions, everywhere, pairs: parts.flatMap(part => ('pairs' in part ? part.pairs : [])) };
}

type Part = { readonly pairs: readonly NativePair[] } | { readonly obstacles: readonly Obstacle[] } | Obstacle;

function exportRegion(
  question: NativeQuestion,
  { decision, condition }: Region,
  action: NativeAction,
  accepted: Accepted,
  index: number,
): Part {
  const { policy, kubeMinor } = question;
  const outcome = exportPolicy(policy, { params: decision.params, kubeMinor, action });
  if (!outcome.exportable) return outcome;
  const { needs } = outcome;
  if (needs.minor > kubeMinor) return { reason: `${needs.feature} needs Kubernetes 1.${needs.minor}, and this cluster is 1.${kubeMinor}` };
  const wanted = { condition, accepted, action, suffix: index === 0 ? '' : `-${index + 1}` };
  const pairs = outcome.pairs.map(pair => toPair(question, pair, wanted));
  const tooLong = pairs.find(pair => pair.policy.spec.matchConditions?.some(({ expression }) => expression.length > MAX_CONDITION));
  if (tooLong !== undefined) return { reason: 'its settings and exceptions are too many to be written for the API server' };
  const faults = pairs.flatMap(pair => findFault(pair.policy) ?? []);
  return faults[0] ?? { pairs };
}

interface PairOptions {
  readonly condition: Condition;
  readonly accepted: Accepted;
  readonly action: NativeAction;
  readonly suffix: string;
}

function toPair(question: NativeQuestion, { policy, binding }: ExportedPair, wanted: PairOptions): NativePair {
  const name = `${policy.metadata.name}${wanted.suffix}`;
  const matchConditions = listConditions(question, policy, wanted);
  const spec = withoutElements(question.policy.target, policy.spec, wanted.accepted.elements);
  return {
    action: wanted.action,
    policy: {
      ...policy,
      metadata: { ...policy.metadata, name },
      spec: { ...spec, ...(matchConditions.length === 0 ? {} : { matchConditions }) },
    },
    binding: {
      ...binding,
      metadata: { ...binding.metadata, name },
      spec: {
        policyName: name,
        validationActions: wanted.action === 'deny' ? ['Deny'] : ['Warn', 'Audit'],
        matchResources: outside(question.exempt),
      },
    },
  };
}

function outside(exempt: readonly string[]) {
  const values = [...new Set(exempt)].toSorted();
  const matchExpressions = values.length === 0 ? [] : [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values }];
  return { namespaceSelector: { matchExpressions } };
}

type Spec = ExportedPair['policy']['spec'];

function listConditions({ policy }: NativeQuestion, exported: ExportedPair['policy'], { condition, accepted }: PairOptions) {
  const resources = exported.spec.matchConstraints.resourceRules.flatMap(({ resources: names = [] }) => names);
  const isOfTemplates = policy.requests === undefined && TEMPLATE_RESOURCES.some(name => resources.includes(name));
  const conditions: readonly (readonly [name: string, condition: Condition])[] = [
    ['setting', condition],
    ['exception', not(accepted.objects)],
    ['template', !isOfTemplates || `!(request.userInfo.?username.orValue("") in ${quote(CONTROLLERS)})`],
  ];
  return conditions.flatMap(([name, expression]) =>
    typeof expression === 'string' ? [{ name, expression }] : expression ? [] : [{ name, expression: 'false' }],
  );
}

/** The violations without those of elements that an exception accepts. */
function withoutElements(target: string, spec: Spec, accepted: Condition): Spec {
  const name = ELEMENTS[target]?.name;
  if (accepted === false || name === undefined) return spec;
  const variables = (spec.variables ?? []).flatMap(variable => {
    if (variable.name !== 'violations') return [variable];
    return [
      { ...variable, name: 'found' },
      { name: 'violations', expression: `variables.found.filter(${name}, ${not(accepted)})` },
    ];
  });
  return { ...spec, variables };
}

/** Conditions are written here and not by the exporter: one that the API server would not take makes no policy. */
function findFault(policy: ValidatingAdmissionPolicy): Obstacle | undefined {
  try {
    compileAdmission(policy);
    return undefined;
  } catch (cause) {
    if (!(cause instanceof AdmissionError)) throw cause;
    return { reason: `the API server would refuse it: ${cause.message}` };
  }
}
