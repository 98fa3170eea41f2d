import { type Failure, fail, Unknown } from '@breakwater/cel';
import type { Authorize, AuthorizerAnswer, AuthorizerQuestion } from './shapes.ts';

/** What every value of the library carries: who is asked about, and who answers. */
interface Asking {
  /** Unknown where nobody said who makes the request. */
  readonly user: AuthorizerQuestion['user'] | Unknown;
  readonly authorize: Authorize;
}

/** Resource attributes of a request, empty where nothing was said. */
interface ResourceAttributes {
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly name: string;
  readonly namespace: string;
}

const ACCOUNT_NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const NAMESPACE_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** `authorizer`: asks for the user of the request, or for a service account. */
export class AuthorizerValue {
  readonly requestResource: ResourceCheck;
  readonly #asking: Asking;

  constructor(asking: Asking, requested: ResourceAttributes) {
    this.#asking = asking;
    this.requestResource = new ResourceCheck(asking, requested);
  }

  group(group: string): GroupCheck {
    return new GroupCheck(this.#asking, group);
  }

  path(path: string): PathCheck | Failure {
    return path === '' ? fail('path must not be empty') : new PathCheck(this.#asking, path);
  }

  serviceAccount(namespace: string, name: string): AuthorizerValue | Failure {
    if (!ACCOUNT_NAME.test(name) || name.length > 253) return fail('Invalid service account name');
    if (!NAMESPACE_NAME.test(namespace) || namespace.length > 63) return fail('Invalid service account namespace');
    const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
    const user = { name: `system:serviceaccount:${namespace}:${name}`, groups };
    return new AuthorizerValue({ ...this.#asking, user }, { group: '', resource: '', subresource: '', name: '', namespace: '' });
  }
}

/** `authorizer.group('apps')`. */
export class GroupCheck {
  readonly #asking: Asking;
  readonly #group: string;

  constructor(asking: Asking, group: string) {
    this.#asking = asking;
    this.#group = group;
  }

  resource(resource: string): ResourceCheck {
    return new ResourceCheck(this.#asking, { group: this.#group, resource, subresource: '', name: '', namespace: '' });
  }
}

/** `authorizer.group('').resource('pods')`, narrowed by sub-resource, namespace and name. */
export class ResourceCheck {
  readonly #asking: Asking;
  readonly #attributes: ResourceAttributes;

  constructor(asking: Asking, attributes: ResourceAttributes) {
    this.#asking = asking;
    this.#attributes = attributes;
  }

  narrow(part: Partial<ResourceAttributes>): ResourceCheck {
    return new ResourceCheck(this.#asking, { ...this.#attributes, ...part });
  }

  check(verb: string): DecisionValue | Unknown {
    const { user, authorize } = this.#asking;
    return user instanceof Unknown ? user : toDecision(authorize({ user, verb, ...this.#attributes }));
  }
}

/** `authorizer.path('/healthz')`. */
export class PathCheck {
  readonly #asking: Asking;
  readonly #path: string;

  constructor(asking: Asking, path: string) {
    this.#asking = asking;
    this.#path = path;
  }

  check(verb: string): DecisionValue | Unknown {
    const { user, authorize } = this.#asking;
    return user instanceof Unknown ? user : toDecision(authorize({ user, verb, url: this.#path }));
  }
}

/** The result of a check. */
export class DecisionValue {
  readonly answer: AuthorizerAnswer;

  constructor(answer: AuthorizerAnswer) {
    this.answer = answer;
  }
}

function toDecision(answer: AuthorizerAnswer | Unknown): DecisionValue | Unknown {
  return answer instanceof Unknown ? answer : new DecisionValue(answer);
}
