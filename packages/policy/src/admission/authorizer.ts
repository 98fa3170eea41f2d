import { type CelType, type FunctionDeclaration, type ObjectTypeDeclaration, parseType, Unknown } from '@breakwater/cel';

/**
 * Kubernetes' authorizer library, as types only: outside a cluster nobody can answer, so `authorizer` is unknown and every call on it
 * stays unknown. https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-authorizer-library
 */
export const AUTHORIZER_TYPES: readonly ObjectTypeDeclaration[] = [
  'Authorizer',
  'PathCheck',
  'GroupCheck',
  'ResourceCheck',
  'Decision',
].map(name => ({ name, fields: name === 'Authorizer' ? { requestResource: parseType('ResourceCheck') } : {} }));

export const unknownAuthorizer = new Unknown('authorizer', 'what the authorizer says is not known outside a cluster');

const method = (receiver: string, name: string, params: readonly string[], result: string): FunctionDeclaration => ({
  name,
  receiver: true,
  params: [receiver, ...params].map((type): CelType => parseType(type)),
  result: parseType(result),
  call: () => unknownAuthorizer as never,
});

export const AUTHORIZER_FUNCTIONS: readonly FunctionDeclaration[] = [
  method('Authorizer', 'path', ['string'], 'PathCheck'),
  method('Authorizer', 'group', ['string'], 'GroupCheck'),
  method('Authorizer', 'serviceAccount', ['string', 'string'], 'Authorizer'),
  method('GroupCheck', 'resource', ['string'], 'ResourceCheck'),
  method('ResourceCheck', 'subresource', ['string'], 'ResourceCheck'),
  method('ResourceCheck', 'namespace', ['string'], 'ResourceCheck'),
  method('ResourceCheck', 'name', ['string'], 'ResourceCheck'),
  method('ResourceCheck', 'fieldSelector', ['string'], 'ResourceCheck'),
  method('ResourceCheck', 'labelSelector', ['string'], 'ResourceCheck'),
  method('ResourceCheck', 'check', ['string'], 'Decision'),
  method('PathCheck', 'check', ['string'], 'Decision'),
  method('Decision', 'allowed', [], 'bool'),
  method('Decision', 'errored', [], 'bool'),
  method('Decision', 'reason', [], 'string'),
  method('Decision', 'error', [], 'string'),
];
