import { listChildren, type Node, parseTree } from '@breakwater/cel';
import type { PolicyDefinition } from '@breakwater/model';
import type { ResourceRule } from '../admission/shapes.ts';
import { isBuiltIn, SERVED_KINDS, type ServedKind, type TemplatePath } from './kinds.ts';
import { isLiteral } from './literal.ts';

/** The kinds that one exported policy looks at, and where they hold their pod template. */
export interface KindGroup {
  readonly path: TemplatePath | undefined;
  /** Empty for every kind that there is. */
  readonly kinds: readonly ServedKind[];
}

const BUILT_IN_PATHS: readonly (TemplatePath | undefined)[] = ['pod', 'template', 'cronjob'];

/** Facts that say the kind of the object, whatever the target. */
export function listKindFacts({ kind, group }: ServedKind): ReadonlyMap<string, string> {
  const subjects = ['Workload', 'Resource', 'Ingress', 'Network', 'Secret', 'Role', 'Binding'];
  return new Map(subjects.flatMap(subject => [[`${subject}.kind`, kind] as const, [`${subject}.group`, group] as const]));
}

/**
 * Kinds that can violate a policy, by template path. `violation` gives the policy's violation for one kind: a literal false says
 * that the kind never violates it.
 */
export function listKindGroups(definition: PolicyDefinition, violation: (kind: ServedKind) => Node): readonly KindGroup[] {
  if (definition.requests !== undefined) return [{ path: undefined, kinds: [] }];
  const candidates = SERVED_KINDS[definition.target] ?? [];
  const kinds = candidates.filter(kind => !isLiteral(violation(kind), false));
  if (definition.target === 'object') {
    const everything = kinds.length === candidates.length || namesUnknownKind(definition, candidates);
    return [{ path: undefined, kinds: everything ? [] : kinds }];
  }
  return groupByPath(kinds);
}

/** Custom kinds with a path of their own get a policy only where no built-in kind has one: clusters rarely serve them. */
function groupByPath(kinds: readonly ServedKind[]): readonly KindGroup[] {
  const usual = kinds.some(isBuiltIn);
  const groups = Map.groupBy(kinds, kind => kind.template);
  return [...groups]
    .map(([path, members]) => ({ path, kinds: members }))
    .filter(({ path }) => path === undefined || !usual || BUILT_IN_PATHS.includes(path));
}

/** A kind that the conditions name and the table does not know: its resource is unknown, so all are taken and the conditions decide. */
function namesUnknownKind({ matchConditions = [] }: PolicyDefinition, candidates: readonly ServedKind[]): boolean {
  const known = new Set(candidates.map(({ kind }) => kind));
  return matchConditions.flatMap(text => listTexts(parseTree(text))).some(text => /^[A-Z][A-Za-z0-9]+$/.test(text) && !known.has(text));
}

function listTexts(node: Node): readonly string[] {
  if (node.kind === 'literal') return typeof node.value === 'string' ? [node.value] : [];
  return listChildren(node).flatMap(listTexts);
}

const OPERATIONS = ['CREATE', 'UPDATE'];

/** matchConstraints.resourceRules of a group; an ephemeral container comes by a sub-resource of its own. */
export function toResourceRules({ kinds }: KindGroup, { requests }: Pick<PolicyDefinition, 'requests'> = {}): readonly ResourceRule[] {
  if (requests !== undefined)
    return requests.map(({ groups, resources, operations }) => ({ apiGroups: groups, apiVersions: ['*'], operations, resources }));
  if (kinds.length === 0) return [{ apiGroups: ['*'], apiVersions: ['*'], operations: OPERATIONS, resources: ['*'] }];
  const rules = [...Map.groupBy(kinds, ({ group, version }) => `${group}/${version}`).values()].map(members => ({
    apiGroups: [members[0]?.group ?? ''],
    apiVersions: [members[0]?.version ?? ''],
    operations: OPERATIONS,
    resources: members.map(({ resource }) => resource),
  }));
  const pods = kinds.some(({ template }) => template === 'pod');
  return pods
    ? [...rules, { apiGroups: [''], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['pods/ephemeralcontainers'] }]
    : rules;
}
