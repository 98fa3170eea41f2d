type Raw = Readonly<Record<string, unknown>>;

/** Lists of objects with an expression, where the API has such. */
const EXPRESSION_LISTS = ['matchConditions', 'variables', 'validations'] as const;
const RULE_LISTS = ['resourceRules', 'excludeResourceRules'] as const;
const SELECTORS = ['namespaceSelector', 'objectSelector'] as const;
const RULE_TEXTS = ['apiGroups', 'apiVersions', 'operations', 'resources', 'resourceNames'] as const;

/** Why a value is no ValidatingAdmissionPolicy that could be judged by; details that only the API server checks are left to it. */
export function findPolicyFault({ spec }: Raw): string | undefined {
  if (!isRecord(spec)) return 'It has no spec.';
  const list = EXPRESSION_LISTS.find(
    field => !isListOf(spec[field] ?? [], entry => isRecord(entry) && typeof entry['expression'] === 'string'),
  );
  if (list !== undefined) return `spec.${list} is no list of objects with an expression.`;
  if (!isOptional(spec['paramKind'], isRecord)) return 'spec.paramKind is no object.';
  return findMatchFault(spec['matchConstraints'], 'spec.matchConstraints');
}

/** The same of the spec of a MutatingAdmissionPolicy. */
export function findMutationFault(spec: unknown): string | undefined {
  if (!isRecord(spec)) return 'It has no spec.';
  const list = ['matchConditions', 'variables'].find(
    field => !isListOf(spec[field] ?? [], entry => isRecord(entry) && typeof entry['expression'] === 'string'),
  );
  if (list !== undefined) return `spec.${list} is no list of objects with an expression.`;
  const isMutation = (entry: unknown): boolean =>
    isRecord(entry) && isOptional(entry['applyConfiguration'], isRecord) && isOptional(entry['jsonPatch'], isRecord);
  return isListOf(spec['mutations'] ?? [], isMutation) ? undefined : 'spec.mutations is no list of mutations.';
}

/** The same of a ValidatingAdmissionPolicyBinding. */
export function findBindingFault({ spec }: Raw): string | undefined {
  if (!isRecord(spec)) return 'It has no spec.';
  if (typeof spec['policyName'] !== 'string') return 'spec.policyName is no text.';
  if (!isOptional(spec['validationActions'], actions => isListOf(actions, isText))) return 'spec.validationActions is no list of texts.';
  if (!isOptional(spec['paramRef'], isRecord)) return 'spec.paramRef is no object.';
  return findMatchFault(spec['matchResources'], 'spec.matchResources');
}

function findMatchFault(match: unknown, path: string): string | undefined {
  if (!isOptional(match, isRecord)) return `${path} is no object.`;
  if (!isRecord(match)) return undefined;
  const rules = RULE_LISTS.find(field => !isOptional(match[field], list => isListOf(list, isRule)));
  if (rules !== undefined) return `${path}.${rules} is no list of rules.`;
  const selector = SELECTORS.find(field => !isOptional(match[field], isSelector));
  return selector === undefined ? undefined : `${path}.${selector} is no label selector.`;
}

function isRule(rule: unknown): boolean {
  return isRecord(rule) && RULE_TEXTS.every(field => isOptional(rule[field], texts => isListOf(texts, isText)));
}

function isSelector(selector: unknown): boolean {
  if (!isRecord(selector)) return false;
  return isOptional(selector['matchLabels'], isRecord) && isOptional(selector['matchExpressions'], list => isListOf(list, isRecord));
}

function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isListOf = (value: unknown, accepts: (entry: unknown) => boolean): boolean => Array.isArray(value) && value.every(accepts);
/** The API server drops null from what it is given. */
const isOptional = (value: unknown, accepts: (value: unknown) => boolean): boolean =>
  value === undefined || value === null || accepts(value);
