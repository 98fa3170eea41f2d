import type { Authorizer } from '../authorizer.ts';
import { coverRules } from '../covers.ts';
import { type AccessRequest, isUrlRequest, type ResourceRequest, toResourcePath } from '../request.ts';
import type { Binding } from '../role.ts';
import { allowsRequest, type PolicyRule } from '../rule.ts';
import type { User } from '../user.ts';
import type { Usage } from './usage-log.ts';

/** The smallest rules that are enough for what one user did. */
export interface LeastRoles {
  readonly user: string;
  /** Rules by namespace; the empty one is the whole cluster. */
  readonly rules: ReadonlyMap<string, readonly PolicyRule[]>;
  /** Distinct requests that they rest on. */
  readonly requests: number;
  /** Whether every request is still allowed by them alone, and nothing is given that is not given today. */
  readonly isProven: boolean;
}

export interface LeastOptions {
  /** Bindings that stay as they are: what they allow needs no rule. */
  readonly isExpected: (binding: Binding) => boolean;
  /** Whether reading one way gives the others, and writing one way the other, as far as they are given today. */
  readonly expand: boolean;
}

/** In more namespaces than these the rules are for the cluster, where they are so today. */
const MOST_NAMESPACES = 3;
/** Objects that get another name whenever they are made anew. */
const SHORT_LIVED = new Set(['pods', 'replicasets', 'jobs', 'events', 'controllerrevisions', 'certificatesigningrequests']);
/** More names than these are not worth naming, where any name is allowed today. */
const MOST_NAMES = 3;

/** Roles for every user who used something that an own binding gives. */
export function buildLeastRoles({ uses }: Pick<Usage, 'uses'>, authorizer: Authorizer, options: LeastOptions): readonly LeastRoles[] {
  const byUser = Map.groupBy(uses, ({ user }) => user.name);
  return [...byUser]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, own]): readonly LeastRoles[] => {
      const [first] = own;
      const asked = own.map(({ request }) => request).filter(request => needsRule(authorizer, first?.user as User, request, options));
      return asked.length === 0 ? [] : [build(name, first?.user as User, asked, authorizer, options)];
    });
}

/** Whether only own bindings allow a request; what nothing of the set allows is not explained by it. */
function needsRule(authorizer: Authorizer, user: User, request: AccessRequest, { isExpected }: LeastOptions): boolean {
  const grants = authorizer.listGrants(user, request);
  return grants.length > 0 && !grants.some(({ binding }) => isExpected(binding));
}

function build(name: string, user: User, requests: readonly AccessRequest[], authorizer: Authorizer, { expand }: LeastOptions): LeastRoles {
  const owned = (namespace: string) => authorizer.listRules(user, namespace).map(({ rule }) => rule);
  const places = chooseScopes(requests, owned(''));
  const rules = new Map([...places].map(([namespace, list]) => [namespace, toRules(list, owned(namespace), expand)] as const));
  const isAllowed = (request: AccessRequest) =>
    [...rules].some(
      ([namespace, list]) => (namespace === '' || namespace === namespaceOf(request)) && list.some(rule => allowsRequest(rule, request)),
    );
  const isCovered = [...rules].every(([namespace, list]) => coverRules(owned(namespace), list).covered);
  return { user: name, rules, requests: requests.length, isProven: isCovered && requests.every(isAllowed) };
}

function namespaceOf(request: AccessRequest): string {
  return isUrlRequest(request) ? '' : request.namespace;
}

/** Requests by the namespace that their rules are for. */
function chooseScopes(
  requests: readonly AccessRequest[],
  everywhere: readonly PolicyRule[],
): ReadonlyMap<string, readonly AccessRequest[]> {
  const wide = new Set<string>();
  for (const [what, list] of Map.groupBy(requests, toWhat)) {
    const namespaces = new Set(list.map(namespaceOf));
    const isGiven = list.every(request => everywhere.some(rule => allowsRequest(rule, request)));
    if (isGiven && (namespaces.size > MOST_NAMESPACES || namespaces.has(''))) wide.add(what);
  }
  return Map.groupBy(requests, request => (wide.has(toWhat(request)) ? '' : namespaceOf(request)));
}

function toWhat(request: AccessRequest): string {
  return isUrlRequest(request) ? `${request.verb} ${request.url}` : `${request.verb} ${request.group} ${toResourcePath(request)}`;
}

/** One rule for each group and list of verbs, and names where they are few. */
function toRules(requests: readonly AccessRequest[], owned: readonly PolicyRule[], expand: boolean): readonly PolicyRule[] {
  const single = [...Map.groupBy(requests, toWhat).values()].map(list => toSingleRule(list, owned));
  const whole = expand ? single.map(rule => expandVerbs(rule, owned)) : single;
  return mergeRules(whole);
}

function toSingleRule(requests: readonly AccessRequest[], owned: readonly PolicyRule[]): PolicyRule {
  const [first] = requests as readonly [AccessRequest, ...AccessRequest[]];
  if (isUrlRequest(first)) return { verbs: [first.verb], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [first.url] };
  const names = [...new Set((requests as readonly ResourceRequest[]).map(({ name }) => name))].toSorted();
  const open: PolicyRule = {
    verbs: [first.verb],
    apiGroups: [first.group],
    resources: [toResourcePath(first)],
    resourceNames: [],
    nonResourceURLs: [],
  };
  const isLasting = !SHORT_LIVED.has(first.resource) && names.length <= MOST_NAMES;
  const isNamed = !names.includes('') && (isLasting || !coverRules(owned, [open]).covered);
  return isNamed ? { ...open, resourceNames: names } : open;
}

const ALIKE: readonly (readonly string[])[] = [
  ['get', 'list', 'watch'],
  ['update', 'patch'],
];

function expandVerbs(rule: PolicyRule, owned: readonly PolicyRule[]): PolicyRule {
  const more = ALIKE.find(verbs => verbs.includes(rule.verbs[0] ?? '')) ?? [];
  const given = more.filter(verb => !rule.verbs.includes(verb) && coverRules(owned, [{ ...rule, verbs: [verb] }]).covered);
  return { ...rule, verbs: [...rule.verbs, ...given].toSorted() };
}

/** First the verbs of what is otherwise equal, then the resources. */
function mergeRules(rules: readonly PolicyRule[]): readonly PolicyRule[] {
  const byObject = merge(rules, 'verbs', ({ apiGroups, resources, resourceNames, nonResourceURLs }) => [
    apiGroups,
    resources,
    resourceNames,
    nonResourceURLs,
  ]);
  const byUrl = merge(byObject, 'nonResourceURLs', ({ verbs, apiGroups, resources, resourceNames }) => [
    verbs,
    apiGroups,
    resources,
    resourceNames,
  ]);
  return merge(byUrl, 'resources', ({ verbs, apiGroups, resourceNames, nonResourceURLs, resources }) =>
    resourceNames.length > 0 ? [verbs, apiGroups, resources, resourceNames] : [verbs, apiGroups, nonResourceURLs],
  );
}

function merge(
  rules: readonly PolicyRule[],
  field: 'verbs' | 'resources' | 'nonResourceURLs',
  toKey: (rule: PolicyRule) => unknown,
): readonly PolicyRule[] {
  return [...Map.groupBy(rules, rule => JSON.stringify(toKey(rule))).values()].map(group => ({
    ...(group[0] as PolicyRule),
    [field]: [...new Set(group.flatMap(rule => rule[field]))].toSorted(),
  }));
}
