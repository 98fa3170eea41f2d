import { type AccessRequest, isUrlRequest, type ResourceRequest, toResourcePath } from './request.ts';

/** One rule of a role. */
export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  /** Empty: any name. */
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

/**
 * Whether a rule allows a request. Everything is compared as written, case included; `pods/*` is no wildcard, nor is `*` a name.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources
 */
export function allowsRequest(rule: PolicyRule, request: AccessRequest): boolean {
  if (!includesOrAll(rule.verbs, request.verb)) return false;
  if (isUrlRequest(request)) return rule.nonResourceURLs.some(url => coversUrl(url, request.url));
  return (
    includesOrAll(rule.apiGroups, request.group) &&
    allowsResource(rule.resources, request) &&
    (rule.resourceNames.length === 0 || rule.resourceNames.includes(request.name))
  );
}

function allowsResource(resources: readonly string[], request: ResourceRequest): boolean {
  return listMatchingPatterns(request).some(pattern => resources.includes(pattern));
}

/** What a rule may write to cover the resource of a request. */
export function listMatchingPatterns(request: ResourceRequest): readonly string[] {
  const exact = toResourcePath(request);
  return request.subresource === '' ? ['*', exact] : ['*', exact, `*/${request.subresource}`];
}

function includesOrAll(granted: readonly string[], asked: string): boolean {
  return granted.includes('*') || granted.includes(asked);
}

/** `*` at the end stands for anything that follows: `/foo/*` covers `/foo/bar`, not `/foo`. Elsewhere it is a letter. */
export function coversUrl(owner: string, requested: string): boolean {
  if (owner === '*' || owner === requested) return true;
  return owner.endsWith('*') && requested.startsWith(owner.replace(/\*+$/, ''));
}

const FIELDS = ['verbs', 'apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'] as const;

/** A rule as it is written in a role: without the fields that are empty. */
export function toWrittenRule(rule: PolicyRule): Readonly<Partial<Record<(typeof FIELDS)[number], readonly string[]>>> {
  return Object.fromEntries(FIELDS.filter(field => rule[field].length > 0).map(field => [field, rule[field]]));
}
