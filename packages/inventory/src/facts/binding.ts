import { defineFacts } from '../fact.ts';
import { type Binding, findRole, listPermissions, type Subject } from '../joins/rbac.ts';
import { isShippedBinding } from '../joins/shipped.ts';
import { SHIPPED_ROLES } from '../model/shipped-roles.ts';

const ofBinding = defineFacts<Binding>('Binding', {
  kind: {
    type: 'string',
    doc: 'RoleBinding or ClusterRoleBinding; Role or ClusterRole for a role that nothing of the set binds',
    source: 'kind',
    native: 'object.kind',
    get: b => b.object.kind,
  },
  name: {
    type: 'string',
    doc: 'Name of the object',
    source: 'metadata.name',
    native: "object.?metadata.?name.orValue(object.?metadata.?generateName.orValue(''))",
    get: b => b.object.name,
  },
  namespace: {
    type: 'string',
    doc: 'Namespace, empty for cluster-wide ones',
    source: 'metadata.namespace',
    native: "object.?metadata.?namespace.orValue('')",
    get: b => b.object.namespace,
  },
  bound: {
    type: 'bool',
    doc: 'False for a role that nothing of the set binds: it is judged as what it would give',
    source: 'bindings of the set',
    native: "object.kind in ['RoleBinding', 'ClusterRoleBinding']",
    get: b => b.bound,
  },
  clusterWide: {
    type: 'bool',
    doc: 'Gives its role in every namespace and on cluster-scoped objects',
    source: 'kind',
    native: "object.kind in ['ClusterRoleBinding', 'ClusterRole']",
    get: b => b.clusterWide,
  },
  shipped: {
    type: 'bool',
    doc: 'Created by Kubernetes or kubeadm, and neither its role nor its subjects altered',
    source: 'label kubernetes.io/bootstrapping, names system:* and kubeadm:*, what is known of the shipped ones',
    get: (b, inventory) => isShippedBinding(inventory, b),
  },
  roleKind: {
    type: 'string',
    doc: 'Role or ClusterRole',
    source: 'roleRef.kind',
    native: "has(object.roleRef) ? object.roleRef.?kind.orValue('') : object.kind",
    get: b => b.roleKind,
  },
  roleName: {
    type: 'string',
    doc: 'Name of the role',
    source: 'roleRef.name',
    native:
      "has(object.roleRef) ? object.roleRef.?name.orValue('') : object.?metadata.?name.orValue(object.?metadata.?generateName.orValue(''))",
    get: b => b.roleName,
  },
  roleExists: {
    type: 'bool',
    doc: 'The role is in the set, or every cluster ships it',
    source: 'Role and ClusterRole objects',
    get: (b, inventory) =>
      findRole(inventory, b) !== undefined ||
      (b.roleKind === 'ClusterRole' &&
        (SHIPPED_ROLES.has(b.roleName) || b.roleName.startsWith('system:') || b.roleName.startsWith('kubeadm:'))),
  },
  subjects: {
    type: 'list(Subject)',
    doc: 'Who gets the role',
    source: 'subjects',
    native: 'object.?subjects.orValue([])',
    get: b => b.subjects,
  },
  permissions: {
    type: 'list(Rule)',
    doc: 'Rules that it really gives: nothing cluster-scoped behind a RoleBinding; unknown when the role is outside the set',
    source: 'rules of the role, restricted by the kind of binding',
    get: (b, inventory) => listPermissions(inventory, b),
  },
});

const ofSubject = defineFacts<Subject>('Subject', {
  kind: {
    type: 'string',
    doc: 'User, Group or ServiceAccount',
    source: 'subjects[].kind',
    native: "subject.?kind.orValue('')",
    get: s => s.kind,
  },
  name: { type: 'string', doc: 'Name', source: 'subjects[].name', native: "subject.?name.orValue('')", get: s => s.name },
  namespace: {
    type: 'string',
    doc: "Namespace of a service account, the binding's when none is written",
    source: 'subjects[].namespace',
    get: s => s.namespace,
  },
});

export const facts = [...ofBinding, ...ofSubject];
