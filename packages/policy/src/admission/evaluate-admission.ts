import { type AdmissionCompileOptions, compileAdmission } from './compile-admission.ts';
import { judgeAdmission } from './judge-admission.ts';
import type { AdmissionAnswer, AdmissionInput } from './shapes.ts';

/**
 * Answers a request as the API server would under a ValidatingAdmissionPolicy and one binding, or as if every match were denied when no
 * binding is given. Expressions that ask the authorizer cannot be evaluated without `authorize` and follow failurePolicy.
 *
 * @throws AdmissionError for a policy whose expressions do not compile: the API server would not accept it
 */
export function evaluateAdmission(input: AdmissionInput, options: AdmissionCompileOptions = {}): AdmissionAnswer {
  // An evaluation error counts as failurePolicy says; the default is Fail.
  const ignoring = input.policy.spec.failurePolicy === 'Ignore';
  const failures = judgeAdmission(input, compileAdmission(input.policy, { allowCostly: true, ...options }))
    .findings.filter(({ state }) => state === 'fail' || !ignoring)
    .map(({ message }) => message);
  return toAnswer(input, failures);
}

/** What failed becomes a refusal, a warning, or nothing that the client sees, as the binding says. */
function toAnswer({ binding }: AdmissionInput, failures: readonly string[]): AdmissionAnswer {
  const actions = binding?.spec.validationActions ?? ['Deny'];
  const denied = failures.length > 0 && actions.includes('Deny');
  return { allowed: !denied, warnings: actions.includes('Warn') ? failures : [], messages: denied ? failures : [] };
}
