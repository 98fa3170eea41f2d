import { compile, NEWEST_KUBERNETES, type Program, parseType } from '@breakwater/cel';
import type { AdmissionCompileOptions } from './compile-admission.ts';
import { type CompiledVariable, compileVariables, createEnvironments } from './environments.ts';
import { AdmissionError, guardExpression } from './errors.ts';

interface Expression {
  readonly expression: string;
}

/** The parts of a MutatingAdmissionPolicy that are CEL. */
export interface MutationSpec {
  readonly paramKind?: unknown;
  readonly matchConditions?: readonly Expression[];
  readonly variables?: readonly { readonly name: string; readonly expression: string }[];
  readonly mutations?: readonly {
    readonly patchType: string;
    readonly applyConfiguration?: Expression;
    readonly jsonPatch?: Expression;
  }[];
}

/** A MutatingAdmissionPolicy whose expressions are compiled. */
export interface CompiledMutation {
  readonly variables: readonly CompiledVariable[];
  readonly conditions: readonly Program[];
  /** Each gives an apply configuration (`Object`) or a list of JSON patches. */
  readonly mutations: readonly Program[];
}

/** Both ways of a mutation: the field that holds it, and the type that it has to have. */
const PATCHES = {
  ApplyConfiguration: { field: 'applyConfiguration', type: 'Object' },
  JSONPatch: { field: 'jsonPatch', type: 'list(JSONPatch)' },
} as const;

/**
 * Compiles a MutatingAdmissionPolicy as the API server does. https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/
 *
 * @throws AdmissionError for an expression that the API server would not accept, with the field that holds it
 */
export function compileMutation(spec: MutationSpec, { kubeMinor = NEWEST_KUBERNETES }: AdmissionCompileOptions = {}): CompiledMutation {
  const environments = createEnvironments(kubeMinor, { params: spec.paramKind !== undefined && spec.paramKind !== null, mutating: true });
  const { variables, types } = compileVariables(spec.variables ?? [], environments, false);
  const environment = environments.create(types);
  const conditions = (spec.matchConditions ?? []).map(({ expression }, index) =>
    guardExpression(['matchConditions', index, 'expression'], expression, () =>
      compile(environments.create(undefined), expression, { expected: parseType('bool') }),
    ),
  );
  const mutations = (spec.mutations ?? []).map((mutation, index) => {
    const patch = Object.entries(PATCHES).find(([patchType]) => patchType === mutation.patchType)?.[1];
    if (patch === undefined) throw new AdmissionError(['mutations', index, 'patchType'], 'is ApplyConfiguration or JSONPatch');
    const expression = mutation[patch.field]?.expression;
    const path = ['mutations', index, patch.field, 'expression'];
    return guardExpression(path, expression, () => compile(environment, expression ?? '', { expected: parseType(patch.type) }));
  });
  return { variables, conditions, mutations };
}
