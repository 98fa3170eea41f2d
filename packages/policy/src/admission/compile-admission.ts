import { compile, createEnvironment, type Environment, type Program, parseType } from '@breakwater/cel';
import { AUTHORIZER_FUNCTIONS, AUTHORIZER_TYPES } from './authorizer.ts';
import type { ValidatingAdmissionPolicy, Validation } from './shapes.ts';

export interface CompiledValidation {
  readonly validation: Validation;
  readonly expression: Program;
  readonly message: Program | undefined;
}

/** A ValidatingAdmissionPolicy whose expressions are compiled. */
export interface CompiledAdmissionPolicy {
  readonly variables: readonly { readonly name: string; readonly program: Program }[];
  readonly conditions: readonly Program[];
  readonly validations: readonly CompiledValidation[];
}

const VARIABLES = ['object', 'oldObject', 'request', 'params', 'namespaceObject'] as const;

export interface AdmissionCompileOptions {
  /** Refuse what API servers from 1.29 on refuse beyond the types: mixed literals, constant patterns and durations that are none. */
  readonly strict?: boolean;
}

/**
 * Compiles a policy in the environment of the API server, where every object is dynamic.
 *
 * @throws CelError for an expression that the API server would not accept
 */
export function compileAdmission(
  { spec }: Pick<ValidatingAdmissionPolicy, 'spec'>,
  { strict = false }: AdmissionCompileOptions = {},
): CompiledAdmissionPolicy {
  const fields: Record<string, ReturnType<typeof parseType>> = {};
  const create = (): Environment =>
    createEnvironment({
      variables: {
        ...Object.fromEntries(VARIABLES.map(name => [name, parseType('dyn')])),
        authorizer: parseType('Authorizer'),
        variables: parseType('Variables'),
      },
      types: [...AUTHORIZER_TYPES, { name: 'Variables', fields: { ...fields } }],
      functions: [...AUTHORIZER_FUNCTIONS],
      homogeneousLiterals: strict,
      validateLiterals: strict,
    });
  const variables = (spec.variables ?? []).map(({ name, expression }) => {
    const program = compile(create(), expression);
    fields[name] = program.type;
    return { name, program };
  });
  const environment = create();
  const bool = { expected: parseType('bool') };
  const text = { expected: parseType('string') };
  return {
    variables,
    conditions: (spec.matchConditions ?? []).map(({ expression }) => compile(environment, expression, bool)),
    validations: (spec.validations ?? []).map(validation => ({
      validation,
      expression: compile(environment, validation.expression, bool),
      message: validation.messageExpression === undefined ? undefined : compile(environment, validation.messageExpression, text),
    })),
  };
}
