import { findBuiltInResource } from './resources.ts';
import type { PolicyRule } from './rule.ts';

/** A permission: any of the verbs on any of the resources of a group, written as in rules: `pods/exec`. */
export interface Permission {
  readonly verbs: readonly string[];
  readonly group: string;
  readonly resources: readonly string[];
}

/** Permissions of which one is enough. */
export type Need = readonly Permission[];

/** A need that is met, and by which rule. */
export interface Held {
  readonly rule: PolicyRule;
  readonly permission: Permission;
  /** Names that the rule is limited to; empty: any. */
  readonly names: readonly string[];
}

export const needOf = (verbs: string, group: string, ...resources: readonly string[]): Permission => ({
  verbs: verbs.split(','),
  group,
  resources,
});

/** Requests that carry no name are not allowed by a rule with names; those for a subresource always carry one. */
const NAMELESS = new Set(['create', 'deletecollection']);

/**
 * Whether rules meet a need in a namespace, or everywhere when that is empty: a rule for any name if there is one, else all that name
 * something. What a RoleBinding cannot give (cluster-scoped resources) is not given.
 */
export function findHeld(rules: readonly PolicyRule[], need: Need, namespace: string): Held | undefined {
  let named: Held | undefined;
  for (const permission of need) {
    for (const rule of rules) {
      const resource = findResource(rule, permission, namespace);
      if (resource === undefined) continue;
      if (rule.resourceNames.length === 0) return { rule, permission, names: [] };
      if (!resource.includes('/') && !permission.verbs.some(verb => !NAMELESS.has(verb) && includesOrAll(rule.verbs, verb))) continue;
      named = { rule: named?.rule ?? rule, permission, names: [...(named?.names ?? []), ...rule.resourceNames] };
    }
  }
  return named;
}

/** The first resource of a permission that a rule gives. */
function findResource(rule: PolicyRule, { verbs, group, resources }: Permission, namespace: string): string | undefined {
  if (!includesOrAll(rule.apiGroups, group)) return undefined;
  const resource = resources.find(each => coversResource(rule.resources, each));
  if (resource === undefined) return undefined;
  const given = verbs.filter(verb => includesOrAll(rule.verbs, verb));
  if (given.length === 0) return undefined;
  return resources.find(each => coversResource(rule.resources, each) && isGivenIn(namespace, group, each, given));
}

function coversResource(granted: readonly string[], resource: string): boolean {
  if (granted.includes('*') || granted.includes(resource)) return true;
  const slash = resource.indexOf('/');
  return slash >= 0 && granted.includes(`*${resource.slice(slash)}`);
}

const OWN_NAMESPACE = new Set(['get', 'update', 'patch', 'delete']);

/**
 * Requests for cluster-scoped resources have no namespace, so that a RoleBinding cannot allow them, but for two: one named Namespace is in
 * itself, and `bind` on ClusterRoles is asked in the namespace of the binding.
 */
function isGivenIn(namespace: string, group: string, path: string, verbs: readonly string[]): boolean {
  const resource = path.split('/')[0] ?? '';
  if (namespace === '' || findBuiltInResource(resource, group)?.namespaced !== false) return true;
  if (group === '' && resource === 'namespaces') return verbs.some(verb => OWN_NAMESPACE.has(verb));
  return resource === 'clusterroles' && verbs.includes('bind');
}

function includesOrAll(granted: readonly string[], asked: string): boolean {
  return granted.includes('*') || granted.includes(asked);
}

/** Whether one rule gives every verb on every resource of every group. */
export function givesEverything(rules: readonly PolicyRule[]): boolean {
  return rules.some(
    ({ verbs, apiGroups, resources, resourceNames }) =>
      verbs.includes('*') && apiGroups.includes('*') && resources.includes('*') && resourceNames.length === 0,
  );
}

/** `create pods/exec`, `update,patch deployments.apps (names: web)`: what of a need a rule really gives. */
export function formatHeld({ rule, permission, names }: Held): string {
  const verbs = rule.verbs.includes('*') ? ['*'] : permission.verbs.filter(verb => rule.verbs.includes(verb));
  const resources = rule.resources.includes('*') ? ['*'] : permission.resources.filter(each => coversResource(rule.resources, each));
  const paths = resources.map(each => formatPath(each, rule.apiGroups.includes('*') && each === '*' ? '*' : permission.group));
  return `${verbs.join(',')} ${paths.join(',')}${names.length === 0 ? '' : ` (names: ${[...new Set(names)].join(',')})`}`;
}

function formatPath(resource: string, group: string): string {
  if (group === '' || resource === '*') return resource;
  const [plural = '', sub] = resource.split('/');
  return `${plural}.${group}${sub === undefined ? '' : `/${sub}`}`;
}
