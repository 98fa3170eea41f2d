import { defineFacts } from '../fact.ts';
import { type Account, listAccountWorkloads } from '../joins/accounts.ts';
import { listAccountBindings } from '../joins/rbac.ts';

export const facts = defineFacts<Account>('ServiceAccount', {
  name: {
    type: 'string',
    doc: 'Name',
    source: 'metadata.name',
    native: "object.?metadata.?name.orValue(object.?metadata.?generateName.orValue(''))",
    get: a => a.name,
  },
  namespace: {
    type: 'string',
    doc: 'Namespace',
    source: 'metadata.namespace',
    native: "object.?metadata.?namespace.orValue('')",
    get: a => a.namespace,
  },
  exists: {
    type: 'bool',
    doc: 'Its object is in the set; `default` exists everywhere',
    source: 'ServiceAccount objects',
    native: 'true',
    get: a => a.object !== undefined || a.name === 'default',
  },
  automount: {
    type: 'bool',
    doc: 'Lets pods mount its token unless they say otherwise',
    source: 'automountServiceAccountToken, default true',
    native: 'object.?automountServiceAccountToken.orValue(true)',
    get: a => a.object?.raw['automountServiceAccountToken'] !== false,
  },
  workloads: {
    type: 'list(Workload)',
    doc: 'Workloads that run as it',
    source: 'spec.serviceAccountName of pod templates',
    get: (a, inventory) => listAccountWorkloads(inventory, a),
  },
  bindings: {
    type: 'list(Binding)',
    doc: 'Bindings that name it, or a group that every account (of its namespace) belongs to',
    source: 'subjects of RoleBindings and ClusterRoleBindings',
    get: (a, inventory) => listAccountBindings(inventory, a),
  },
});
