/** Objects as they are written, with no more than a test has to say. */
type Rule = Readonly<Record<string, readonly string[]>>;

export const rule = (verbs: string, resources: string, group = ''): Rule => ({
  verbs: verbs.split(','),
  apiGroups: [group],
  resources: resources.split(','),
});

export const clusterRole = (name: string, rules: readonly object[], more: object = {}) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name },
  rules,
  ...more,
});

export const role = (namespace: string, name: string, rules: readonly object[]) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'Role',
  metadata: { name, namespace },
  rules,
});

/** `User/ann`, `Group/devs`, `ServiceAccount/shop/web`, `ServiceAccount//web` without namespace. */
function toSubject(text: string): object {
  const [kind, ...rest] = text.split('/');
  return kind === 'ServiceAccount' ? { kind, namespace: rest[0], name: rest[1] } : { kind, name: rest.join('/') };
}

export const clusterBinding = (name: string, roleName: string, ...subjects: string[]) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: roleName },
  subjects: subjects.map(toSubject),
});

/** `roleName` as `ClusterRole/edit` or `Role/web`. */
export const binding = (namespace: string, name: string, roleName: string, ...subjects: string[]) => ({
  ...clusterBinding(name, roleName.split('/')[1] ?? '', ...subjects),
  kind: 'RoleBinding',
  metadata: { name, namespace },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: roleName.split('/')[0], name: roleName.split('/')[1] },
});
