import { CelError } from '@breakwater/cel';
import { type AdmissionInput, evaluateAdmission } from '@breakwater/policy';
import type { Suite } from '../suite.ts';

export const suite: Suite = {
  name: 'vap',
  doc: '`policy`, `binding?`, `params?`, `object`, `oldObject?`, `request?`, `namespaceObject?` → `{allowed, warnings[], messages[]}`, or `{error}` for a policy that the API server refuses',
  run: input => {
    const policy = input['policy'];
    if (typeof policy !== 'object' || policy === null || !('spec' in policy))
      throw new TypeError("a case of suite vap has a 'policy' with a spec");
    try {
      return evaluateAdmission(input as unknown as AdmissionInput);
    } catch (cause) {
      if (cause instanceof CelError) return { error: cause.message };
      throw cause;
    }
  },
};
