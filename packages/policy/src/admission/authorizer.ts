import { type CelType, type FunctionCall, type FunctionDeclaration, type ObjectTypeDeclaration, parseType, Unknown } from '@breakwater/cel';
import { AuthorizerValue, DecisionValue, GroupCheck, PathCheck, ResourceCheck } from './authorizer-values.ts';
import { toRecord } from './request.ts';
import type { AdmissionRequest, Authorize, AuthorizerQuestion, Raw } from './shapes.ts';

/** Where Kubernetes keeps the types. */
const PREFIX = 'kubernetes.authorization.';

/**
 * Kubernetes' authorizer library. Who answers is passed in; without it `authorizer` is unknown, and every call on it stays unknown.
 * https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-authorizer-library
 */
export const AUTHORIZER_TYPES: readonly ObjectTypeDeclaration[] = [
  {
    name: `${PREFIX}Authorizer`,
    fields: { requestResource: parseType(`${PREFIX}ResourceCheck`) },
    accepts: value => value instanceof AuthorizerValue,
  },
  { name: `${PREFIX}PathCheck`, fields: {}, accepts: value => value instanceof PathCheck },
  { name: `${PREFIX}GroupCheck`, fields: {}, accepts: value => value instanceof GroupCheck },
  { name: `${PREFIX}ResourceCheck`, fields: {}, accepts: value => value instanceof ResourceCheck },
  { name: `${PREFIX}Decision`, fields: {}, accepts: value => value instanceof DecisionValue },
];

const unknownAuthorizer = new Unknown('authorizer', 'what the authorizer says is not known outside a cluster');

/** The value of `authorizer` for a request. */
export function bindAuthorizer(request: AdmissionRequest & Raw, authorize: Authorize | undefined): AuthorizerValue | Unknown {
  if (authorize === undefined) return unknownAuthorizer;
  const { group, resource } = request.resource;
  const { subResource: subresource, name, namespace } = request;
  return new AuthorizerValue({ user: readUser(request['userInfo']), authorize }, { group, resource, subresource, name, namespace });
}

function readUser(info: unknown): AuthorizerQuestion['user'] | Unknown {
  if (info instanceof Unknown) return info;
  const { username, groups } = toRecord(info);
  return { name: toText(username), groups: Array.isArray(groups) ? groups.map(toText) : [] };
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** One check may cost a third of what one expression may: two fit. */
const CHECK_COST = 350_000;

const method = (
  receiver: string,
  name: string,
  params: readonly string[],
  result: string,
  call: FunctionCall,
  cost = 1,
): FunctionDeclaration => ({
  name,
  receiver: true,
  params: [PREFIX + receiver, ...params].map((type): CelType => parseType(type)),
  result: parseType(/^[A-Z]/.test(result) ? PREFIX + result : result),
  call,
  cost,
});

const narrow = (name: string, field: string): FunctionDeclaration =>
  method('ResourceCheck', name, ['string'], 'ResourceCheck', (check: ResourceCheck, value: string) => check.narrow({ [field]: value }));

/** RBAC looks at no selector; authorizers that do are not visible in RBAC objects. */
const keep = (name: string): FunctionDeclaration =>
  method('ResourceCheck', name, ['string'], 'ResourceCheck', (check: ResourceCheck) => check);

const FUNCTIONS: readonly FunctionDeclaration[] = [
  method('Authorizer', 'path', ['string'], 'PathCheck', (authorizer: AuthorizerValue, path: string) => authorizer.path(path) as never),
  method('Authorizer', 'group', ['string'], 'GroupCheck', (authorizer: AuthorizerValue, group: string) => authorizer.group(group) as never),
  method(
    'Authorizer',
    'serviceAccount',
    ['string', 'string'],
    'Authorizer',
    (authorizer: AuthorizerValue, namespace: string, name: string) => authorizer.serviceAccount(namespace, name) as never,
  ),
  method('GroupCheck', 'resource', ['string'], 'ResourceCheck', (check: GroupCheck, resource: string) => check.resource(resource) as never),
  narrow('subresource', 'subresource'),
  narrow('namespace', 'namespace'),
  narrow('name', 'name'),
  method('ResourceCheck', 'check', ['string'], 'Decision', (check: ResourceCheck, verb: string) => check.check(verb) as never, CHECK_COST),
  method('PathCheck', 'check', ['string'], 'Decision', (check: PathCheck, verb: string) => check.check(verb) as never, CHECK_COST),
  method('Decision', 'allowed', [], 'bool', ({ answer }: DecisionValue) => answer.allowed),
  method('Decision', 'errored', [], 'bool', ({ answer }: DecisionValue) => answer.error !== undefined),
  method('Decision', 'reason', [], 'string', ({ answer }: DecisionValue) => answer.reason),
  method('Decision', 'error', [], 'string', ({ answer }: DecisionValue) => answer.error ?? ''),
];

const SELECTORS: readonly FunctionDeclaration[] = [keep('fieldSelector'), keep('labelSelector')];

/** The first minor version with selectors. */
const SELECTORS_SINCE = 31;

/** Why a function is not there, by name. */
export function listAuthorizerHints(minor: number): readonly (readonly [string, string])[] {
  if (minor >= SELECTORS_SINCE) return [];
  return SELECTORS.map(({ name }) => [name, `Kubernetes has it from 1.${SELECTORS_SINCE} on`] as const);
}

export function listAuthorizerFunctions(minor: number): readonly FunctionDeclaration[] {
  return minor >= SELECTORS_SINCE ? [...FUNCTIONS, ...SELECTORS] : FUNCTIONS;
}
