import { type Bindings, CelError, type CelType, compile, type Environment, type Program, parseType, Unknown } from '@breakwater/cel';
import { createTargetEnvironment, findTarget, TARGETS, type Target } from '@breakwater/inventory';
import { parsePath } from '@breakwater/manifest';
import { nearestName, type PolicyDefinition } from '@breakwater/model';
import { PolicyError } from './errors.ts';
import { toRequestCondition } from './request-conditions.ts';
import { compileTemplate, type Template } from './template.ts';

export type Language = 'en' | 'ja';

/** A policy whose expressions are compiled. Compiling happens when a part is first needed: most runs meet few targets. */
export class CompiledPolicy {
  readonly definition: PolicyDefinition;
  readonly target: Target;
  /** Values of the parameters: defaults, overridden by what was given. */
  readonly params: Readonly<Record<string, unknown>>;
  /** What findings need beside the verdict. */
  readonly #parts = new Map<string, unknown>();
  #conditions?: readonly Program[];
  #expression?: Program;
  #variableScope?: VariableScope;
  #environment?: Environment;

  /** Throws PolicyError when the target is unknown; expressions throw when they are first needed. */
  constructor(definition: PolicyDefinition, params: Readonly<Record<string, unknown>> = {}) {
    this.definition = definition;
    this.target = resolveTarget(definition);
    const defaults = Object.entries(definition.params ?? {}).map(([name, param]) => [name, param.default]);
    this.params = { ...Object.fromEntries(defaults), ...params };
  }

  get id(): string {
    return this.definition.id;
  }

  get conditions(): readonly Program[] {
    this.#conditions ??= [
      ...this.#requests,
      ...(this.definition.matchConditions ?? []).map((text, index) => this.#compile(`matchConditions[${index}]`, text, 'bool')),
    ];
    return this.#conditions;
  }

  get #requests(): readonly Program[] {
    const { requests } = this.definition;
    return requests === undefined ? [] : [this.#compile('requests', toRequestCondition(requests), 'bool')];
  }

  /** Everything that its verdict reads: variables and fields followed from them, sorted, as `image.content.user`. */
  get references(): readonly string[] {
    return this.#once('references', () => {
      const programs = [...this.conditions, this.expression, ...(this.outcome === undefined ? [] : [this.outcome])];
      const own = this.#variables.map(({ program }) => program);
      return [...new Set([...programs, ...own].flatMap(({ references }) => references))].sort();
    });
  }

  get expression(): Program {
    this.#expression ??= this.#compile('expression', this.definition.expression, 'bool');
    return this.#expression;
  }

  get severity(): Program | undefined {
    return this.#compileOptional('severityExpression');
  }

  get outcome(): Program | undefined {
    return this.#compileOptional('outcomeExpression');
  }

  get field(): Program | undefined {
    return this.#compileOptional('fieldExpression');
  }

  /** The definition's `field` in steps; undefined when it has none. */
  get fieldPath(): readonly (string | number)[] | undefined {
    const { field } = this.definition;
    return field === undefined ? undefined : this.#once('field', () => readFieldPath(field));
  }

  get evidence(): readonly (readonly [string, Program])[] {
    return this.#once('evidence', () =>
      Object.entries(this.definition.evidence ?? {}).map(([name, text]) => [name, this.#compile(`evidence.${name}`, text)] as const),
    );
  }

  message(language: Language): Template {
    const text = language === 'ja' ? this.definition.ja.message : this.definition.message;
    return this.#once(`message:${language}`, () => this.#guard('message', () => compileTemplate(this.#readEnvironment(), text)));
  }

  /**
   * Adds what the policy itself brings to the variables of a target: parameters, and variables that are computed when read.
   * The bindings of the target are shared by its policies and stay as they are.
   */
  bind(bindings: Bindings): Bindings {
    if (this.definition.params === undefined && this.definition.variables === undefined) return bindings;
    const own: Record<string, unknown> = { ...bindings, params: this.params };
    own['variables'] = this.#bindVariables(own);
    return own;
  }

  /** Compiles everything at once; throws PolicyError at the first part that does not compile. */
  compileAll(): void {
    void [this.conditions, this.expression, this.severity, this.outcome, this.field, this.evidence, this.message('en'), this.message('ja')];
  }

  #bindVariables(bindings: Bindings): object {
    this.#variableScope ??= createVariableScope(this.#variables);
    return new this.#variableScope(bindings);
  }

  /** Variables compile in order, each seeing the types of those before it. */
  get #variables(): readonly Variable[] {
    return this.#once('variables', () => {
      const types: Record<string, CelType> = {};
      return (this.definition.variables ?? []).map(({ name, expression }) => {
        const program = this.#compileIn(this.#createEnvironment(types), `variables.${name}`, expression);
        types[name] = program.type;
        return { name, program };
      });
    });
  }

  #readEnvironment(): Environment {
    this.#environment ??= this.#createEnvironment(Object.fromEntries(this.#variables.map(({ name, program }) => [name, program.type])));
    return this.#environment;
  }

  #createEnvironment(variables: Readonly<Record<string, CelType>>): Environment {
    const params = Object.entries(this.definition.params ?? {}).map(([name, param]) => [name, parseType(param.type)] as const);
    return createTargetEnvironment(this.target, Object.fromEntries(params), variables);
  }

  #compileOptional(part: 'severityExpression' | 'outcomeExpression' | 'fieldExpression'): Program | undefined {
    const text = this.definition[part];
    return text === undefined ? undefined : this.#once(part, () => this.#compile(part, text, 'string'));
  }

  #compile(part: string, text: string, expected?: string): Program {
    return this.#compileIn(this.#readEnvironment(), part, text, expected);
  }

  #compileIn(environment: Environment, part: string, text: string, expected?: string): Program {
    return this.#guard(part, () => compile(environment, text, expected === undefined ? {} : { expected: parseType(expected) }));
  }

  #guard<T>(part: string, run: () => T): T {
    try {
      return run();
    } catch (cause) {
      if (!(cause instanceof CelError)) throw cause;
      throw new PolicyError('policy-expression-invalid', `policy '${this.id}', ${part}: ${cause.message}`, { cause });
    }
  }

  #once<T>(part: string, make: () => T): T {
    if (!this.#parts.has(part)) this.#parts.set(part, make());
    return this.#parts.get(part) as T;
  }
}

/** A field that is no path points at the target itself. */
function readFieldPath(field: string): readonly (string | number)[] {
  try {
    return parsePath(field);
  } catch {
    return [];
  }
}

interface Variable {
  readonly name: string;
  readonly program: Program;
}

type VariableScope = new (bindings: Bindings) => object;

/** A class whose getters are the variables: made once for a policy, since objects of one shape are cheap to make and to read. */
function createVariableScope(variables: readonly Variable[]): VariableScope {
  return class Scope {
    // Private, so that a variable may have any name.
    readonly #bindings: Bindings;
    readonly #known: unknown[] = [];

    static {
      for (const [index, { name, program }] of variables.entries()) {
        Object.defineProperty(Scope.prototype, name, {
          enumerable: true,
          get(this: Scope) {
            const known = this.#known[index];
            if (known !== undefined) return known;
            const value = evaluateOrUnknown(program, this.#bindings);
            this.#known[index] = value;
            return value;
          },
        });
      }
    }

    constructor(bindings: Bindings) {
      this.#bindings = bindings;
    }
  };
}

/** A variable over a fact that could not be collected is itself such a fact. */
function evaluateOrUnknown(program: Program, bindings: Bindings): unknown {
  try {
    return program.evaluate(bindings);
  } catch (cause) {
    if (cause instanceof CelError && cause.code === 'unknown') return new Unknown(cause.unknowns.join(', '), cause.message);
    throw cause;
  }
}

function resolveTarget(definition: PolicyDefinition): Target {
  const target = findTarget(definition.target);
  if (target !== undefined) return target;
  const names = TARGETS.map(known => known.name);
  const nearest = nearestName(definition.target, names);
  const hint = nearest === undefined ? `known are ${names.join(', ')}` : `did you mean '${nearest}'?`;
  throw new PolicyError('policy-invalid', `policy '${definition.id}': no facts exist for target '${definition.target}'; ${hint}`);
}
