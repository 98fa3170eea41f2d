import type { AccessRequest } from '../request.ts';
import type { PolicyRule } from '../rule.ts';
import type { User } from '../user.ts';

/**
 * The authorizer as short as it can be said, over objects as they are written and without any index: what the real one is compared with. It shares no
 * code with it on purpose.
 */
export type NaiveRequest = AccessRequest;

interface NaiveObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly rules?: readonly Partial<PolicyRule>[];
  readonly aggregationRule?: { readonly clusterRoleSelectors: readonly NaiveSelector[] };
  readonly roleRef?: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
}

/** Either one label pair, or one key that has to exist. */
interface NaiveSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string }[];
}

export function naiveAllows(objects: readonly NaiveObject[], user: User, request: NaiveRequest): boolean {
  return objects.some(binding => {
    if (binding.roleRef === undefined || !naiveCounts(binding, request) || !naiveNames(binding, user)) return false;
    const { kind, name } = binding.roleRef;
    const role = objects.find(
      each =>
        each.kind === kind &&
        each.metadata.name === name &&
        (kind === 'ClusterRole' || each.metadata.namespace === binding.metadata.namespace),
    );
    return role !== undefined && naiveRules(objects, role).some(rule => naiveRuleAllows(rule, request));
  });
}

function naiveCounts(binding: NaiveObject, request: NaiveRequest): boolean {
  if (binding.kind === 'ClusterRoleBinding') return true;
  return !('url' in request) && request.namespace !== '' && request.namespace === binding.metadata.namespace;
}

function naiveNames(binding: NaiveObject, user: User): boolean {
  return (binding.subjects ?? []).some(subject => {
    if (subject.kind === 'User') return subject.name === user.name;
    if (subject.kind === 'Group') return user.groups.includes(subject.name);
    const namespace = subject.namespace || binding.metadata.namespace;
    return subject.kind === 'ServiceAccount' && !!namespace && user.name === `system:serviceaccount:${namespace}:${subject.name}`;
  });
}

/** The controller, run until nothing changes. */
function naiveRules(objects: readonly NaiveObject[], role: NaiveObject): readonly Partial<PolicyRule>[] {
  const roles = objects.filter(each => each.kind === 'ClusterRole');
  const listParts = (whole: NaiveObject) =>
    roles.filter(part => part !== whole && whole.aggregationRule?.clusterRoleSelectors.some(selector => naiveSelects(selector, part)));
  const stored = new Map<NaiveObject, readonly Partial<PolicyRule>[]>(
    roles.map(each => [each, each.aggregationRule === undefined || listParts(each).length === 0 ? (each.rules ?? []) : []]),
  );
  for (let round = 0; round < roles.length + 1; round++) {
    for (const whole of roles) {
      const parts = listParts(whole);
      if (parts.length > 0) stored.set(whole, [...new Set(parts.flatMap(part => stored.get(part) ?? []))]);
    }
  }
  return stored.get(role) ?? role.rules ?? [];
}

function naiveSelects({ matchLabels = {}, matchExpressions = [] }: NaiveSelector, { metadata: { labels = {} } }: NaiveObject): boolean {
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value) && matchExpressions.every(({ key }) => key in labels);
}

export function naiveRuleAllows(rule: Partial<PolicyRule>, request: NaiveRequest): boolean {
  const { verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  const verb = verbs.includes('*') || verbs.includes(request.verb);
  if ('url' in request) {
    const { url } = request;
    return verb && nonResourceURLs.some(path => path === url || (path.at(-1) === '*' && url.startsWith(path.slice(0, -1))));
  }
  const { group, resource, subresource, name } = request;
  const wanted = ['*', subresource === '' ? resource : `${resource}/${subresource}`, subresource === '' ? '*' : `*/${subresource}`];
  return (
    verb &&
    (apiGroups.includes('*') || apiGroups.includes(group)) &&
    wanted.some(pattern => resources.includes(pattern)) &&
    (resourceNames.length === 0 || resourceNames.includes(name))
  );
}
