import { CelError, compile, createEnvironment, type Environment, type Program, parseType, Unknown } from '@breakwater/cel';
import { AUTHORIZER_FUNCTIONS, AUTHORIZER_TYPES, unknownAuthorizer } from './authorizer.ts';
import { matchResources } from './match.ts';
import { toRecord, toRequest } from './request.ts';
import type { AdmissionAnswer, AdmissionInput, Raw, Validation } from './shapes.ts';

/** Kubernetes' budget for all expressions of one binding on one request. */
const BUDGET = 10_000_000;
/** Longest message that an expression may make. */
const MAX_MESSAGE = 5 * 1024;

const ALLOWED: AdmissionAnswer = { allowed: true, warnings: [], messages: [] };

/**
 * Answers a request as the API server would under a ValidatingAdmissionPolicy and one binding, or as if every match were denied when no
 * binding is given. Expressions that ask the authorizer cannot be evaluated here and follow failurePolicy.
 *
 * @throws CelError for a policy whose expressions do not compile: the API server would not accept it
 */
export function evaluateAdmission(input: AdmissionInput): AdmissionAnswer {
  const { spec } = input.policy;
  const request = toRequest(input);
  const match = {
    request,
    objectLabels: readLabels(input.object ?? input.oldObject),
    namespaceLabels: request.namespace === '' ? undefined : readLabels(input.namespaceObject, request.namespace),
  };
  const program = compilePolicy(input);
  if (!matchResources(spec.matchConstraints, match) || !matchResources(input.binding?.spec.matchResources, match)) return ALLOWED;
  if (spec.paramKind !== undefined && input.params === undefined) return answerMissingParams(input);
  const run = new Run(input, program, request);
  const applies = run.applies();
  return applies === true ? toAnswer(input, run.listFailures()) : applies === false ? ALLOWED : toAnswer(input, run.fail(applies));
}

/** Labels of an object; a namespace always has its name among them. */
function readLabels(object: Raw | null | undefined, namespace?: string): Readonly<Record<string, string>> {
  const labels = toRecord(toRecord(object?.['metadata'])['labels']) as Readonly<Record<string, string>>;
  return namespace === undefined ? labels : { 'kubernetes.io/metadata.name': namespace, ...labels };
}

function answerMissingParams(input: AdmissionInput): AdmissionAnswer {
  if (input.binding?.spec.paramRef?.parameterNotFoundAction === 'Allow') return ALLOWED;
  return toAnswer(
    input,
    input.policy.spec.failurePolicy === 'Ignore' ? [] : ['no params found for policy binding with `Deny` parameterNotFoundAction'],
  );
}

/** What failed becomes a refusal, a warning, or nothing that the client sees, as the binding says. */
function toAnswer({ binding }: AdmissionInput, failures: readonly string[]): AdmissionAnswer {
  const actions = binding?.spec.validationActions ?? ['Deny'];
  const denied = failures.length > 0 && actions.includes('Deny');
  return { allowed: !denied, warnings: actions.includes('Warn') ? failures : [], messages: denied ? failures : [] };
}

interface CompiledValidation {
  readonly validation: Validation;
  readonly expression: Program;
  readonly message: Program | undefined;
}

interface CompiledAdmissionPolicy {
  readonly variables: readonly { readonly name: string; readonly program: Program }[];
  readonly conditions: readonly Program[];
  readonly validations: readonly CompiledValidation[];
}

const VARIABLES = ['object', 'oldObject', 'request', 'params', 'namespaceObject'] as const;

function compilePolicy({ policy: { spec } }: AdmissionInput): CompiledAdmissionPolicy {
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

/** One policy on one request; all expressions share one budget. */
class Run {
  readonly #input: AdmissionInput;
  readonly #program: CompiledAdmissionPolicy;
  readonly #bindings: Record<string, unknown>;
  readonly #budget = { remaining: BUDGET };

  constructor(input: AdmissionInput, program: CompiledAdmissionPolicy, request: Raw) {
    this.#input = input;
    this.#program = program;
    this.#bindings = {
      object: input.object ?? null,
      oldObject: input.oldObject ?? null,
      request,
      params: input.params ?? null,
      namespaceObject: input.namespaceObject ?? null,
      authorizer: unknownAuthorizer,
    };
    this.#bindings['variables'] = this.#bindVariables();
  }

  /** Whether the match conditions hold: one that is false decides; otherwise an error does, by its message. */
  applies(): boolean | string {
    let failure: string | undefined;
    for (const condition of this.#program.conditions) {
      const outcome = this.#evaluate(condition);
      if (outcome === false) return false;
      if (typeof outcome === 'string') failure ??= outcome;
    }
    return failure ?? true;
  }

  listFailures(): readonly string[] {
    return this.#program.validations.flatMap(compiled => {
      const outcome = this.#evaluate(compiled.expression);
      if (outcome === true) return [];
      return outcome === false
        ? [this.#explain(compiled)]
        : this.fail(`expression '${compiled.validation.expression}' resulted in error: ${outcome}`);
    });
  }

  /** An evaluation error counts as failurePolicy says; the default is Fail. */
  fail(message: string): readonly string[] {
    return this.#input.policy.spec.failurePolicy === 'Ignore' ? [] : [message];
  }

  /** true or false, or the message of the error. */
  #evaluate(program: Program): boolean | string {
    try {
      return program.evaluate(this.#bindings, { budget: this.#budget }) === true;
    } catch (cause) {
      if (cause instanceof CelError) return cause.message;
      throw cause;
    }
  }

  /** messageExpression unless it fails or gives nothing fit to show, then message, then the expression itself. */
  #explain({ validation, message }: CompiledValidation): string {
    const made = message === undefined ? '' : this.#makeMessage(message);
    if (made !== '') return made;
    return validation.message?.trim() || `failed expression: ${validation.expression.trim()}`;
  }

  #makeMessage(message: Program): string {
    try {
      const text = String(message.evaluate(this.#bindings, { budget: this.#budget })).trim();
      return text.length > MAX_MESSAGE || text.includes('\n') ? '' : text;
    } catch (cause) {
      if (cause instanceof CelError) return '';
      throw cause;
    }
  }

  #bindVariables(): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const { name, program } of this.#program.variables) {
      const read = (): unknown => {
        const value = this.#evaluateVariable(program);
        Object.defineProperty(values, name, { value, enumerable: true });
        return value;
      };
      Object.defineProperty(values, name, { configurable: true, enumerable: true, get: read });
    }
    return values;
  }

  #evaluateVariable(program: Program): unknown {
    try {
      return program.evaluate(this.#bindings, { budget: this.#budget });
    } catch (cause) {
      if (cause instanceof CelError && cause.code === 'unknown') return new Unknown(cause.unknowns.join(', '), cause.message);
      throw cause;
    }
  }
}
