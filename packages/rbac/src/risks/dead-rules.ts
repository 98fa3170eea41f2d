import { nearestName } from '@breakwater/model';
import type { RbacSet } from '../read-rbac.ts';
import { findBuiltInResource, listBuiltInResources } from '../resources.ts';
import type { Binding, Role } from '../role.ts';
import type { PolicyRule } from '../rule.ts';

/** Something in a role or binding that gives nothing, and misleads who reads it. */
export interface DeadRule {
  readonly name:
    | 'subresource-wildcard'
    | 'cluster-scoped'
    | 'nameless-verb'
    | 'name-wildcard'
    | 'path-in-namespace'
    | 'misspelt-resource'
    | 'wrong-group'
    | 'nobody'
    | 'latent';
  /** The role, or the binding that makes it dead. */
  readonly object: Role | Binding;
  /** Place of the rule in the role, from 0; -1 where it is about the whole object. */
  readonly rule: number;
  readonly because: string;
}

/** Everything in roles and bindings that allows nothing. `isExpected` leaves out what Kubernetes ships. */
export function listDeadRules(
  set: Pick<RbacSet, 'roles' | 'bindings'>,
  isExpected: (object: Role | Binding) => boolean,
): readonly DeadRule[] {
  const roles = set.roles.filter(role => !isExpected(role));
  const bindings = set.bindings.filter(binding => !isExpected(binding));
  return [...roles.flatMap(judgeRole), ...listOnlyInNamespaces(roles, set.bindings), ...bindings.flatMap(judgeSubjects)];
}

function judgeRole(role: Role): readonly DeadRule[] {
  return role.rules.flatMap((rule, index) => [
    ...rule.resources.flatMap(resource => judgeResource(role, rule, index, resource)),
    ...judgeNames(role, rule, index),
    ...(role.kind === 'Role' && rule.nonResourceURLs.length > 0
      ? [tell('path-in-namespace', role, index, 'a Role gives no paths: requests for them have no namespace')]
      : []),
  ]);
}

function tell(name: DeadRule['name'], object: Role | Binding, rule: number, because: string): DeadRule {
  return { name, object, rule, because };
}

function judgeResource(role: Role, rule: PolicyRule, index: number, path: string): readonly DeadRule[] {
  if (path === '*' || path === '' || path.startsWith('*/')) return [];
  if (path.endsWith('/*')) {
    return [
      tell(
        'subresource-wildcard',
        role,
        index,
        `${path} is no wildcard and matches nothing; name the subresources, or write */log and the like`,
      ),
    ];
  }
  const [plural = ''] = path.split('/');
  const groups = rule.apiGroups;
  if (groups.includes('*') || groups.some(group => findBuiltInResource(plural, group) !== undefined)) {
    return role.kind === 'Role' ? judgeScope(role, rule, index, plural) : [];
  }
  if (!groups.every(isBuiltIn)) return [];
  const elsewhere = findBuiltInResource(plural);
  if (elsewhere !== undefined)
    return [tell('wrong-group', role, index, `${plural} are of API group '${elsewhere.group}', not of ${formatGroups(groups)}`)];
  const nearest = findNearest(plural);
  return nearest === undefined
    ? []
    : [tell('misspelt-resource', role, index, `there is no resource '${plural}'; it may mean '${nearest}'`)];
}

/** Groups whose resources are known. */
function isBuiltIn(group: string): boolean {
  return listBuiltInResources().some(resource => findBuiltInResource(resource, group) !== undefined) || group === 'extensions';
}

function formatGroups(groups: readonly string[]): string {
  return groups.map(group => `'${group}'`).join(', ');
}

/** A singular, another case, or a slip. */
function findNearest(resource: string): string | undefined {
  const names = listBuiltInResources();
  return names.find(name => name === resource.toLowerCase() || name === `${resource.toLowerCase()}s`) ?? nearestName(resource, names);
}

const OWN_NAMESPACE = new Set(['get', 'update', 'patch', 'delete', '*']);

function judgeScope(role: Role, rule: PolicyRule, index: number, plural: string): readonly DeadRule[] {
  const found = rule.apiGroups
    .map(group => findBuiltInResource(plural, group === '*' ? undefined : group))
    .find(each => each !== undefined);
  if (found === undefined || found.namespaced || isException(rule, plural)) return [];
  return [tell('cluster-scoped', role, index, `${plural} have no namespace: a Role cannot give them`)];
}

/** One's own Namespace, and `bind` on ClusterRoles, are asked in a namespace. */
function isException(rule: PolicyRule, plural: string): boolean {
  if (plural === 'namespaces') return rule.verbs.some(verb => OWN_NAMESPACE.has(verb));
  return plural === 'clusterroles' && rule.verbs.some(verb => verb === 'bind' || verb === '*');
}

const NAMELESS = new Set(['create', 'list', 'watch', 'deletecollection']);

function judgeNames(role: Role, rule: PolicyRule, index: number): readonly DeadRule[] {
  if (rule.resourceNames.length === 0) return [];
  const wildcard = rule.resourceNames.includes('*')
    ? [tell('name-wildcard', role, index, 'the name * is no wildcard; leave resourceNames out')]
    : [];
  const verbs = rule.verbs.filter(verb => NAMELESS.has(verb));
  const isPlain = rule.resources.every(resource => !resource.includes('/'));
  if (verbs.length === 0 || !isPlain) return wildcard;
  const isListed = verbs.every(verb => verb === 'list' || verb === 'watch');
  const because = isListed
    ? `${verbs.join(', ')} with resourceNames work only with the field selector metadata.name`
    : `${verbs.filter(verb => verb === 'create' || verb === 'deletecollection').join(', ')} carry no name, so that resourceNames allow them never`;
  return [...wildcard, tell('nameless-verb', role, index, because)];
}

/** ClusterRoles that only RoleBindings give: what is of the cluster they do not give. */
function listOnlyInNamespaces(roles: readonly Role[], bindings: readonly Binding[]): readonly DeadRule[] {
  const given = Map.groupBy(
    bindings.filter(({ roleKind }) => roleKind === 'ClusterRole'),
    ({ roleName }) => roleName,
  );
  return roles.flatMap(role => {
    const own = role.kind === 'ClusterRole' ? (given.get(role.name) ?? []) : [];
    const [first] = own;
    if (first === undefined || own.some(({ kind }) => kind === 'ClusterRoleBinding')) return [];
    return role.rules.flatMap((rule, index) => [
      ...rule.resources.flatMap(resource =>
        judgeScope(role, rule, index, resource.split('/')[0] ?? '').map(dead => ({
          ...dead,
          because: `${dead.because.split(':')[0]}: RoleBindings, which alone name this role, cannot give them`,
        })),
      ),
      ...(rule.nonResourceURLs.length > 0
        ? [tell('path-in-namespace', role, index, 'RoleBindings, which alone name this role, give no paths')]
        : []),
    ]);
  });
}

/** Whoever a ClusterRoleBinding names without a namespace is nobody. */
function judgeSubjects(binding: Binding): readonly DeadRule[] {
  if (binding.subjects.length === 0) return [tell('nobody', binding, -1, 'it names no subject')];
  const lost = binding.subjects.filter(({ kind, namespace }) => kind === 'ServiceAccount' && namespace === '' && binding.namespace === '');
  return lost.map(({ name }) => tell('nobody', binding, -1, `ServiceAccount ${name} has no namespace: it is nobody`));
}
