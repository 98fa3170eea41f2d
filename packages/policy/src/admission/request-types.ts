import { type ObjectTypeDeclaration, parseType } from '@breakwater/cel';

const declare = (name: string, fields: Readonly<Record<string, string>>): ObjectTypeDeclaration => ({
  name: `kubernetes.${name}`,
  fields: Object.fromEntries(Object.entries(fields).map(([field, type]) => [field, parseType(type)])),
});

const TEXTS = 'map(string, string)';

/**
 * What the API server knows of `request` and `namespaceObject`: a field that does not stand here is a mistake in the expression.
 * https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#validation-expression
 */
export const REQUEST_TYPES: readonly ObjectTypeDeclaration[] = [
  declare('GroupVersionKind', { group: 'string', version: 'string', kind: 'string' }),
  declare('GroupVersionResource', { group: 'string', version: 'string', resource: 'string' }),
  declare('UserInfo', { username: 'string', uid: 'string', groups: 'list(string)', extra: 'map(string, list(string))' }),
  declare('AdmissionRequest', {
    kind: 'kubernetes.GroupVersionKind',
    resource: 'kubernetes.GroupVersionResource',
    subResource: 'string',
    requestKind: 'kubernetes.GroupVersionKind',
    requestResource: 'kubernetes.GroupVersionResource',
    requestSubResource: 'string',
    name: 'string',
    namespace: 'string',
    operation: 'string',
    userInfo: 'kubernetes.UserInfo',
    dryRun: 'bool',
    options: 'dyn',
  }),
  declare('NamespaceMetadata', {
    name: 'string',
    generateName: 'string',
    namespace: 'string',
    labels: TEXTS,
    annotations: TEXTS,
    UID: 'string',
    creationTimestamp: 'timestamp',
    deletionGracePeriodSeconds: 'int',
    deletionTimestamp: 'timestamp',
    generation: 'int',
    resourceVersion: 'string',
    finalizers: 'list(string)',
  }),
  declare('NamespaceSpec', { finalizers: 'list(string)' }),
  declare('NamespaceCondition', {
    type: 'string',
    status: 'string',
    lastTransitionTime: 'timestamp',
    reason: 'string',
    message: 'string',
  }),
  declare('NamespaceStatus', { phase: 'string', conditions: 'list(kubernetes.NamespaceCondition)' }),
  declare('Namespace', {
    metadata: 'kubernetes.NamespaceMetadata',
    spec: 'kubernetes.NamespaceSpec',
    status: 'kubernetes.NamespaceStatus',
  }),
];
