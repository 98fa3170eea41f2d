import { Unknown } from '@breakwater/cel';
import { AdmissionRun } from './admission-run.ts';
import { type CompiledAdmissionPolicy, compileAdmission } from './compile-admission.ts';
import { asksNamespaceLabels, type MatchInput, matchResources } from './match.ts';
import { toRecord, toRequest } from './request.ts';
import type { AdmissionFinding, AdmissionInput, AdmissionRequest, Raw } from './shapes.ts';

/** What a ValidatingAdmissionPolicy says of a request, before failurePolicy and the binding make an answer of it. */
export interface AdmissionJudgement {
  /** Whether the policy looks at the request at all. */
  readonly applies: boolean;
  readonly findings: readonly AdmissionFinding[];
}

const PASSED_BY: AdmissionJudgement = { applies: false, findings: [] };

/**
 * Judges a request by a policy and one binding. `program` is the compiled policy, for those who judge many requests.
 *
 * @throws AdmissionError for a policy whose expressions do not compile: the API server would not accept it
 */
export function judgeAdmission(
  input: AdmissionInput,
  program: CompiledAdmissionPolicy = compileAdmission(input.policy),
): AdmissionJudgement {
  const request = toRequest(input);
  const match = matchRequest(input, request);
  if (match === false) return PASSED_BY;
  if (match !== true) return { applies: true, findings: [match] };
  if (input.policy.spec.paramKind !== undefined && input.params === undefined) return judgeWithoutParams(input);
  const run = new AdmissionRun(input, program, request);
  const applies = run.applies();
  if (applies === false) return PASSED_BY;
  return { applies: true, findings: applies === true ? run.listFindings() : [applies] };
}

function matchRequest({ policy, binding, ...input }: AdmissionInput, request: AdmissionRequest): boolean | AdmissionFinding {
  const matches = [policy.spec.matchConstraints, binding?.spec.matchResources];
  const match = toMatchInput(input, request);
  const takes = (given: MatchInput) => matches.every(wanted => matchResources(wanted, given));
  const labels = toRecord(input.namespaceObject?.['metadata'])['labels'];
  if (!(labels instanceof Unknown) || !matches.some(asksNamespaceLabels)) return takes(match);
  if (!takes({ ...match, namespaceLabels: undefined })) return false;
  return { state: 'not-evaluated', message: `whether the policy looks at it is not known: ${labels.reason}` };
}

function toMatchInput(input: Omit<AdmissionInput, 'policy' | 'binding'>, request: AdmissionRequest): MatchInput {
  const objectLabels = readLabels(input.object ?? input.oldObject);
  // A Namespace is selected by its own labels.
  const isNamespace = request.kind.kind === 'Namespace' && request.kind.group === '';
  const own = isNamespace ? { 'kubernetes.io/metadata.name': request.name, ...objectLabels } : undefined;
  const namespaceLabels = request.namespace === '' ? own : readLabels(input.namespaceObject, request.namespace);
  return { request, objectLabels, namespaceLabels };
}

/** Labels of an object; a namespace always has its name among them. */
function readLabels(object: Raw | null | undefined, namespace?: string): Readonly<Record<string, string>> {
  const written = toRecord(object?.['metadata'])['labels'];
  const labels = written instanceof Unknown ? {} : (toRecord(written) as Readonly<Record<string, string>>);
  return namespace === undefined ? labels : { 'kubernetes.io/metadata.name': namespace, ...labels };
}

function judgeWithoutParams({ binding }: AdmissionInput): AdmissionJudgement {
  if (binding?.spec.paramRef?.parameterNotFoundAction === 'Allow') return PASSED_BY;
  return {
    applies: true,
    findings: [{ state: 'error', message: 'no params found for policy binding with `Deny` parameterNotFoundAction' }],
  };
}
