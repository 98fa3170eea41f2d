import { compile, type Environment, NEWEST_KUBERNETES, type Program, parseType } from '@breakwater/cel';
import { type CompiledVariable, compileVariables, createEnvironments } from './environments.ts';
import { AdmissionError, guardExpression } from './errors.ts';
import type { ValidatingAdmissionPolicy, Validation } from './shapes.ts';

export interface CompiledValidation {
  readonly validation: Validation;
  readonly expression: Program;
  readonly message: Program | undefined;
}

/** A ValidatingAdmissionPolicy whose expressions are compiled. */
export interface CompiledAdmissionPolicy {
  readonly variables: readonly CompiledVariable[];
  readonly conditions: readonly Program[];
  readonly validations: readonly CompiledValidation[];
  readonly auditAnnotations: readonly Program[];
}

export interface AdmissionCompileOptions {
  /** Kubernetes minor version whose environment counts, 37 for 1.37: a policy does not see what came later. The newest when absent. */
  readonly kubeMinor?: number;
  /** Accept expressions that no evaluation can afford, as the API server does: they fail on every request. */
  readonly allowCostly?: boolean;
}

/** Kubernetes' budget for all expressions of one binding on one request. */
export const POLICY_BUDGET = 10_000_000;

/**
 * Compiles a policy in the environment of the API server: the object is dynamic, the request and its namespace are not; a variable sees
 * those before it, match conditions see none, and messages cannot ask the authorizer.
 *
 * @throws AdmissionError for an expression that the API server would not accept, or that no evaluation can afford, with the field that holds it
 */
export function compileAdmission(
  { spec }: Pick<ValidatingAdmissionPolicy, 'spec'>,
  options: AdmissionCompileOptions = {},
): CompiledAdmissionPolicy {
  const { allowCostly = false } = options;
  const environments = createEnvironments(options.kubeMinor ?? NEWEST_KUBERNETES, {
    params: spec.paramKind !== undefined && spec.paramKind !== null,
  });
  const { variables, types } = compileVariables(spec.variables ?? [], environments, allowCostly);
  const environment = environments.create(types);
  const silent = environments.create(types, { authorizer: false });
  const run = (path: readonly (string | number)[], where: Environment, text: string, expected: string): Program =>
    guardExpression(path, text, () => compile(where, text, { expected: parseType(expected), allowCostly }));
  const compiled = {
    variables,
    conditions: (spec.matchConditions ?? []).map(({ expression }, index) =>
      run(['matchConditions', index, 'expression'], environments.create(undefined), expression, 'bool'),
    ),
    validations: (spec.validations ?? []).map((validation, index) => ({
      validation,
      expression: run(['validations', index, 'expression'], environment, validation.expression, 'bool'),
      message:
        validation.messageExpression === undefined
          ? undefined
          : run(['validations', index, 'messageExpression'], silent, validation.messageExpression, 'string'),
    })),
    auditAnnotations: (spec.auditAnnotations ?? []).map(({ valueExpression }, index) =>
      guardExpression(['auditAnnotations', index, 'valueExpression'], valueExpression, () =>
        compile(environment, valueExpression, { allowCostly }),
      ),
    ),
  };
  if (!allowCostly) refuseHopeless(compiled.validations);
  return compiled;
}

/** All validations are evaluated on every request and share one budget: together they must be able to stay within it. */
function refuseHopeless(validations: readonly CompiledValidation[]): void {
  let least = 0;
  for (const [index, { expression }] of validations.entries()) {
    least += expression.cost.min;
    if (least <= POLICY_BUDGET) continue;
    const message = `the validations up to here cost at least ${least}, and those of a policy may cost ${POLICY_BUDGET} together`;
    throw new AdmissionError(['validations', index, 'expression'], message, { code: 'admission-expression-costly' });
  }
}
