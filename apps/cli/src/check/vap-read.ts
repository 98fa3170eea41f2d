import { Readable } from 'node:stream';
import { dropNulls, type SourceObject } from '@breakwater/inventory';
import { formatPath } from '@breakwater/manifest';
import type { Problem } from '@breakwater/model';
import {
  AdmissionError,
  type CompiledAdmissionPolicy,
  compileAdmission,
  compileMutation,
  type MutationSpec,
  type ValidatingAdmissionPolicy,
  type ValidatingAdmissionPolicyBinding,
} from '@breakwater/policy';
import { UsageError } from '../command.ts';
import { findFiles } from './find-files.ts';
import { readObjects } from './read-objects.ts';
import { findBindingFault, findMutationFault, findPolicyFault } from './vap-shape.ts';

type Raw = Readonly<Record<string, unknown>>;

/** A ValidatingAdmissionPolicy of a file, compiled, with the bindings that name it. */
export interface ForeignPolicy {
  readonly name: string;
  readonly policy: ValidatingAdmissionPolicy;
  readonly program: CompiledAdmissionPolicy;
  /** Empty when no file binds it: then it is judged as if it were bound to deny everywhere. */
  readonly bindings: readonly ValidatingAdmissionPolicyBinding[];
}

/** Everything that `--vap` names. */
export interface AdmissionSet {
  readonly policies: readonly ForeignPolicy[];
  /** Whatever else lies in the files: a paramRef may mean it. */
  readonly others: readonly Raw[];
  /** Policies that the API server would refuse, and files that could not be read. */
  readonly problems: readonly Problem[];
}

/** Reads ValidatingAdmissionPolicies, their bindings and parameters. Throws UsageError when there is no policy in what is named. */
export async function readAdmissionSet(paths: readonly string[], { kubeMinor }: { readonly kubeMinor: number }): Promise<AdmissionSet> {
  if (paths.length === 0) return { policies: [], others: [], problems: [] };
  const found = await findFiles(paths);
  const read = await readObjects(found.files, Readable.from([]), () => {});
  const problems = [...found.problems, ...read.problems];
  const policies = read.objects.filter(object => isKind(object, 'ValidatingAdmissionPolicy'));
  if (policies.length === 0 && problems.length === 0)
    throw new UsageError(`--vap: there is no ValidatingAdmissionPolicy in ${paths.join(', ')}`);
  const bindings = read.objects.filter(object => isKind(object, 'ValidatingAdmissionPolicyBinding')).map(readBinding);
  const bound = bindings.flatMap(outcome => ('spec' in outcome ? [outcome] : []));
  const compiled = policies.map(object => compilePolicy(object, bound, kubeMinor));
  return {
    policies: compiled.flatMap(outcome => ('program' in outcome ? [outcome] : [])),
    others: read.objects.map(({ value }) => value),
    problems: [
      ...problems,
      ...compiled.flatMap(outcome => ('program' in outcome ? [] : [outcome])),
      ...bindings.flatMap(outcome => ('spec' in outcome ? [] : [outcome])),
      ...read.objects.filter(object => isKind(object, 'MutatingAdmissionPolicy')).flatMap(object => findMutationProblem(object, kubeMinor)),
    ],
  };
}

function isKind({ value }: SourceObject, kind: string): boolean {
  return value['kind'] === kind && String(value['apiVersion']).startsWith('admissionregistration.k8s.io/');
}

function readBinding(object: SourceObject): ValidatingAdmissionPolicyBinding | Problem {
  const value = dropNulls(object.value) as Raw;
  const fault = findBindingFault(value);
  return fault === undefined ? (value as unknown as ValidatingAdmissionPolicyBinding) : toProblem(object, fault);
}

function compilePolicy(
  object: SourceObject,
  bindings: readonly ValidatingAdmissionPolicyBinding[],
  kubeMinor: number,
): ForeignPolicy | Problem {
  const value = dropNulls(object.value) as Raw;
  const fault = findPolicyFault(value);
  if (fault !== undefined) return toProblem(object, fault);
  const policy = value as unknown as ValidatingAdmissionPolicy;
  const name = String(policy.metadata?.name ?? '');
  try {
    return {
      name,
      policy,
      program: compileAdmission(policy, { kubeMinor }),
      bindings: bindings.filter(binding => binding.spec.policyName === name),
    };
  } catch (cause) {
    if (cause instanceof AdmissionError) return toRefusal(object, cause);
    throw cause;
  }
}

/** A MutatingAdmissionPolicy judges nothing; that the API server would take it is worth knowing all the same. */
function findMutationProblem(object: SourceObject, kubeMinor: number): readonly Problem[] {
  const { spec } = dropNulls(object.value) as Raw;
  const fault = findMutationFault(spec);
  if (fault !== undefined) return [toProblem(object, fault)];
  try {
    compileMutation(spec as MutationSpec, { kubeMinor });
    return [];
  } catch (cause) {
    if (cause instanceof AdmissionError) return [toRefusal(object, cause)];
    throw cause;
  }
}

function toRefusal(object: SourceObject, { code, path, message }: AdmissionError): Problem {
  const verdict = code === 'admission-expression-costly' ? 'No request could be judged by it' : 'The API server would refuse it';
  return toProblem(object, `${verdict}: ${formatPath(['spec', ...path])}: ${message}`, path);
}

function toProblem(object: SourceObject, message: string, path: readonly (string | number)[] = []): Problem {
  const { kind, metadata } = object.value as { readonly kind?: unknown; readonly metadata?: { readonly name?: unknown } };
  const location = object.locate?.(['spec', ...path]);
  return {
    code: 'admission-policy-invalid',
    message,
    source: `${kind} ${metadata?.name ?? ''}`.trim(),
    ...(location === undefined ? {} : { location }),
  };
}
