import { isRecord, type Raw, toRecord, toRecords, toText, toTextMap, toTexts } from '@breakwater/inventory';
import { listBindingFaults, listRoleFaults, type RbacFault } from './faults.ts';
import type { Binding, Role } from './role.ts';
import type { PolicyRule } from './rule.ts';
import type { Subject } from './subject.ts';

/** Roles and bindings of a cluster or of files. */
export interface RbacSet {
  readonly roles: readonly Role[];
  readonly bindings: readonly Binding[];
  readonly faults: readonly RbacFault[];
}

export interface ReadRbacOptions {
  /** Namespace of roles and bindings that name none. */
  readonly namespace: string;
}

/**
 * Reads roles and bindings of any version of `rbac.authorization.k8s.io` and passes over everything else. What the API server would refuse is a
 * fault, and counts as far as it can be read: a dangerous rule is not harmless because something beside it is misspelt.
 */
export function readRbac(objects: readonly unknown[], { namespace }: ReadRbacOptions = { namespace: 'default' }): RbacSet {
  const roles: Role[] = [];
  const bindings: Binding[] = [];
  const faults: RbacFault[] = [];
  for (const [index, object] of objects.entries()) {
    if (!isRecord(object) || !isRbacObject(object)) continue;
    const role = toRole(object, index, namespace);
    if (role !== undefined) {
      roles.push(role);
      faults.push(...listRoleFaults(object, role));
      continue;
    }
    const binding = toBinding(object, index, namespace);
    if (binding === undefined) continue;
    bindings.push(binding);
    faults.push(...listBindingFaults(object, binding));
  }
  return { roles, bindings, faults };
}

/** Objects without apiVersion, as test data have them, are taken for what their kind says. */
function isRbacObject({ apiVersion }: Raw): boolean {
  return apiVersion === undefined || toText(apiVersion).startsWith('rbac.authorization.k8s.io/');
}

function toRole(raw: Raw, index: number, defaultNamespace: string): Role | undefined {
  const kind = raw['kind'];
  if (kind !== 'Role' && kind !== 'ClusterRole') return undefined;
  const metadata = toRecord(raw['metadata']);
  const aggregation = raw['aggregationRule'];
  return {
    kind,
    namespace: kind === 'Role' ? toText(metadata['namespace']) || defaultNamespace : '',
    name: toText(metadata['name']),
    labels: toTextMap(metadata['labels']),
    rules: toRecords(raw['rules']).map(toRule),
    aggregates: kind === 'ClusterRole' && isRecord(aggregation) ? toRecords(aggregation['clusterRoleSelectors']) : undefined,
    index,
  };
}

export function toRule(raw: Raw): PolicyRule {
  return {
    verbs: toTexts(raw['verbs']),
    apiGroups: toTexts(raw['apiGroups']),
    resources: toTexts(raw['resources']),
    resourceNames: toTexts(raw['resourceNames']),
    nonResourceURLs: toTexts(raw['nonResourceURLs']),
  };
}

function toBinding(raw: Raw, index: number, defaultNamespace: string): Binding | undefined {
  const kind = raw['kind'];
  if (kind !== 'RoleBinding' && kind !== 'ClusterRoleBinding') return undefined;
  const metadata = toRecord(raw['metadata']);
  const roleRef = toRecord(raw['roleRef']);
  return {
    kind,
    namespace: kind === 'RoleBinding' ? toText(metadata['namespace']) || defaultNamespace : '',
    name: toText(metadata['name']),
    roleKind: toText(roleRef['kind']),
    roleName: toText(roleRef['name']),
    subjects: toRecords(raw['subjects']).map(toSubject),
    index,
  };
}

export function toSubject(raw: Raw): Subject {
  return { kind: toText(raw['kind']), name: toText(raw['name']), namespace: toText(raw['namespace']) };
}
