import { isRecord, type Raw, toList, toRecord, toText } from '@breakwater/inventory';
import type { Binding, Role } from './role.ts';

/** Something that the API server would not have stored, or that cannot be followed to its end. */
export interface RbacFault {
  /** Place of the object in the list that was read. */
  readonly index: number;
  /** `rules[0].verbs`. */
  readonly path: string;
  readonly message: string;
}

const LISTS = ['verbs', 'apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'] as const;
const RBAC_GROUP = 'rbac.authorization.k8s.io';

type Report = (path: string, message: string) => void;

/** What the API server's validation of roles would refuse. */
export function listRoleFaults(raw: Raw, role: Role): readonly RbacFault[] {
  return collect(role.index, report => {
    reportName(role.name, report);
    reportList(raw['rules'], 'rules', report);
    for (const [index, rule] of toList(raw['rules']).entries()) reportRule(rule, role, `rules[${index}]`, report);
    if (role.kind === 'Role' && raw['aggregationRule'] !== undefined) report('aggregationRule', 'only a ClusterRole can be made of others');
    if (role.aggregates?.length === 0) report('aggregationRule.clusterRoleSelectors', 'at least one selector is needed');
  });
}

function reportRule(value: unknown, role: Role, path: string, report: Report): void {
  if (!isRecord(value)) {
    report(path, 'a rule is a map');
    return;
  }
  for (const field of LISTS) reportTexts(value[field], `${path}.${field}`, report);
  const has = (field: (typeof LISTS)[number]): boolean => toList(value[field]).length > 0;
  if (!has('verbs')) report(`${path}.verbs`, 'at least one verb is needed');
  if (!has('nonResourceURLs')) {
    if (!has('apiGroups')) report(`${path}.apiGroups`, "at least one API group is needed; the core group is ''");
    if (!has('resources')) report(`${path}.resources`, 'at least one resource is needed');
    return;
  }
  if (role.kind === 'Role') report(`${path}.nonResourceURLs`, 'a Role cannot give paths; a ClusterRole can');
  if (has('apiGroups') || has('resources') || has('resourceNames'))
    report(`${path}.nonResourceURLs`, 'one rule gives either resources or paths');
}

/** What the API server's validation of bindings would refuse. */
export function listBindingFaults(raw: Raw, binding: Binding): readonly RbacFault[] {
  return collect(binding.index, report => {
    reportName(binding.name, report);
    const group = toRecord(raw['roleRef'])['apiGroup'];
    if (group !== undefined && group !== '' && group !== RBAC_GROUP) report('roleRef.apiGroup', `is ${RBAC_GROUP}, nothing else`);
    if (binding.roleName === '') report('roleRef.name', 'the name of a role is needed');
    const kinds = binding.kind === 'RoleBinding' ? ['Role', 'ClusterRole'] : ['ClusterRole'];
    if (!kinds.includes(binding.roleKind)) report('roleRef.kind', `a ${binding.kind} refers to a ${kinds.join(' or ')}`);
    reportList(raw['subjects'], 'subjects', report);
    for (const [index, subject] of toList(raw['subjects']).entries()) reportSubject(subject, binding, `subjects[${index}]`, report);
  });
}

function reportSubject(value: unknown, binding: Binding, path: string, report: Report): void {
  if (!isRecord(value)) {
    report(path, 'a subject is a map');
    return;
  }
  const kind = toText(value['kind']);
  if (toText(value['name']) === '') report(`${path}.name`, 'a name is needed');
  if (kind !== 'User' && kind !== 'Group' && kind !== 'ServiceAccount') {
    report(`${path}.kind`, 'is User, Group or ServiceAccount, nothing else');
    return;
  }
  const [group, wanted] = [toText(value['apiGroup']), kind === 'ServiceAccount' ? '' : RBAC_GROUP];
  if (group !== '' && group !== wanted)
    report(`${path}.apiGroup`, wanted === '' ? 'a ServiceAccount is of the core group' : `is ${wanted}, nothing else`);
  if (kind === 'ServiceAccount' && binding.kind === 'ClusterRoleBinding' && toText(value['namespace']) === '')
    report(`${path}.namespace`, 'a ServiceAccount has a namespace');
}

function reportName(name: string, report: Report): void {
  if (name === '') report('metadata.name', 'a name is needed');
}

function reportTexts(value: unknown, path: string, report: Report): void {
  reportList(value, path, report);
  if (toList(value).some(entry => typeof entry !== 'string')) report(path, 'every entry is a text');
}

function reportList(value: unknown, path: string, report: Report): void {
  if (value !== undefined && value !== null && !Array.isArray(value)) report(path, 'is a list');
}

function collect(index: number, look: (report: Report) => void): readonly RbacFault[] {
  const faults: RbacFault[] = [];
  look((path, message) => faults.push({ index, path, message }));
  return faults;
}
