import { AdmissionError, type AdmissionInput, type Authorize, evaluateAdmission } from '@breakwater/policy';
import { Authorizer, readRbac } from '@breakwater/rbac';
import { readMinor } from '../read-minor.ts';
import type { Suite } from '../suite.ts';

type Raw = Readonly<Record<string, unknown>>;

export const suite: Suite = {
  name: 'vap',
  doc: '`policy`, `binding?`, `params?`, `object`, `oldObject?`, `request?`, `namespaceObject?`, `kubeVersion?`, `rbac?` (roles and bindings that `authorizer` answers from) → `{allowed, warnings[], messages[]}`, or `{error}` for a policy that the API server refuses',
  run: input => {
    const policy = input['policy'];
    if (typeof policy !== 'object' || policy === null || !('spec' in policy))
      throw new TypeError("a case of suite vap has a 'policy' with a spec");
    const { rbac } = input;
    if (rbac !== undefined && !Array.isArray(rbac)) throw new TypeError("'rbac' is a list of objects");
    const kubeMinor = readMinor(input['kubeVersion']);
    try {
      return evaluateAdmission(
        { ...(input as Raw & AdmissionInput), ...(rbac === undefined ? {} : { authorize: toAuthorize(rbac) }) },
        { kubeMinor },
      );
    } catch (cause) {
      if (cause instanceof AdmissionError) return { error: cause.message };
      throw cause;
    }
  },
};

/** The roles and bindings of a case are all there are. */
function toAuthorize(objects: readonly unknown[]): Authorize {
  const authorizer = new Authorizer(readRbac(objects));
  return ({ user, ...request }) => authorizer.authorize(user, request);
}
