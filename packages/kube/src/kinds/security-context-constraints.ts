import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'security.openshift.io',
  kind: 'SecurityContextConstraints',
  plural: 'securitycontextconstraints',
  namespaced: false,
  optional: true,
});
