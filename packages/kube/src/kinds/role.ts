import { defineKind } from '../kind.ts';

export const kind = defineKind({ group: 'rbac.authorization.k8s.io', kind: 'Role', plural: 'roles' });
