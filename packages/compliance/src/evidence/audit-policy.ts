import { isMap, readAt, toMaps, toTexts, type Yaml } from './yaml.ts';

export const LEVELS = ['None', 'Metadata', 'Request', 'RequestResponse'] as const;
export type Level = (typeof LEVELS)[number];

export interface AuditedResource {
  readonly group: string;
  /** Plural, with the subresource behind a slash. */
  readonly resource: string;
}

export interface Logged {
  readonly level: Level;
  /** Index of the rule that decides for everybody; -1 when none matches, and nothing is logged. */
  readonly rule: number;
  /** Rules before it that decide for a part of the requests: some users, verbs, namespaces or names. */
  readonly before: readonly { readonly rule: number; readonly level: Level; readonly isOfSystem: boolean }[];
}

/**
 * What an audit policy logs of all requests for a resource: the first rule that matches decides. A rule that is limited to some users, verbs, namespaces or names
 * covers a part only. https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/#audit-policy
 */
export function findLevel(policy: Yaml, wanted: AuditedResource): Logged {
  const rules = toMaps(readAt(policy, ['rules']));
  const before: Logged['before'][number][] = [];
  for (const [index, rule] of rules.entries()) {
    if (!coversResource(rule, wanted)) continue;
    const level = readLevel(rule);
    if (!isLimited(rule)) return { level, rule: index, before };
    before.push({ rule: index, level, isOfSystem: isOfSystem(rule) });
  }
  return { level: 'None', rule: -1, before };
}

export function readLevel(rule: Yaml): Level {
  return LEVELS.find(level => level === rule['level']) ?? 'None';
}

/** Whether a rule speaks of some requests for its resources only. */
function isLimited(rule: Yaml): boolean {
  if (['users', 'userGroups', 'verbs', 'namespaces'].some(key => toTexts(rule[key]).length > 0)) return true;
  return toMaps(rule['resources']).some(entry => toTexts(entry['resourceNames']).length > 0);
}

/** Whether it speaks of components of the cluster only, whose own requests would drown all others. */
function isOfSystem(rule: Yaml): boolean {
  const who = [...toTexts(rule['users']), ...toTexts(rule['userGroups'])];
  return (
    who.length > 0 && who.every(name => name.startsWith('system:') && name !== 'system:authenticated' && name !== 'system:unauthenticated')
  );
}

/** A rule with neither resources nor paths speaks of everything; one with a group and no resources of all of the group. */
function coversResource(rule: Yaml, { group, resource }: AuditedResource): boolean {
  const entries = rule['resources'];
  if (entries === undefined) return toTexts(rule['nonResourceURLs']).length === 0;
  return toMaps(entries).some(entry => {
    if (!isMap(entry) || String(entry['group'] ?? '') !== group) return false;
    const names = toTexts(entry['resources']);
    return names.length === 0 || names.some(name => matches(name, resource));
  });
}

/** `pods` is the resource alone, `pods/*` its subresources, `*` everything, `*\/scale` a subresource of all. */
function matches(written: string, resource: string): boolean {
  if (written === '*' || written === resource) return true;
  const slash = resource.indexOf('/');
  const [own, sub] = slash < 0 ? [resource, ''] : [resource.slice(0, slash), resource.slice(slash + 1)];
  if (sub === '') return false;
  return written === `${own}/*` || written === `*/${sub}`;
}
