import { Unknown } from '@breakwater/cel';
import type { Authorize } from '@breakwater/policy';
import { Authorizer, readRbac } from '@breakwater/rbac';

/**
 * Answers what policies ask `authorizer`, from the roles and bindings among some objects. What these do not allow, others may: unless the objects are
 * complete, a "no" is not known.
 */
export function createAuthorize(
  objects: readonly unknown[],
  { complete, namespace }: { readonly complete: boolean; readonly namespace: string },
): Authorize {
  let authorizer: Authorizer | undefined;
  return ({ user, ...request }) => {
    authorizer ??= new Authorizer(readRbac(objects, { namespace: namespace || 'default' }));
    const { allowed, reason } = authorizer.authorize(user, request);
    if (allowed || complete) return { allowed, reason };
    return new Unknown('authorizer', 'roles and bindings that are not among the objects given may allow it');
  };
}
