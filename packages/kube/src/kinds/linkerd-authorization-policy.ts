import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'policy.linkerd.io',
  versions: ['v1alpha1'],
  kind: 'AuthorizationPolicy',
  plural: 'authorizationpolicies',
  optional: true,
});
