import { CelError, type Program, Unknown } from '@breakwater/cel';
import { bindAuthorizer } from './authorizer.ts';
import { type CompiledAdmissionPolicy, type CompiledValidation, POLICY_BUDGET } from './compile-admission.ts';
import type { AdmissionFinding, AdmissionInput, AdmissionRequest, Raw } from './shapes.ts';

/** Kubernetes' budget for the match conditions of one policy on one request. */
const CONDITION_BUDGET = 2_500_000;
/** Longest message that an expression may make. */
const MAX_MESSAGE = 5 * 1024;

/** One policy on one request; all expressions share one budget. */
export class AdmissionRun {
  readonly #program: CompiledAdmissionPolicy;
  readonly #bindings: Record<string, unknown>;
  readonly #budget = { remaining: POLICY_BUDGET };
  readonly #conditionBudget = { remaining: CONDITION_BUDGET };

  constructor(input: AdmissionInput, program: CompiledAdmissionPolicy, request: AdmissionRequest & Raw) {
    this.#program = program;
    this.#bindings = {
      object: input.object ?? null,
      oldObject: input.oldObject ?? null,
      request,
      params: input.params ?? null,
      namespaceObject: input.namespaceObject ?? null,
      authorizer: bindAuthorizer(request, input.authorize),
    };
    this.#bindings['variables'] = this.#bindVariables();
  }

  /** Whether the match conditions hold: one that is false decides; otherwise what could not be evaluated does. */
  applies(): boolean | AdmissionFinding {
    let fault: AdmissionFinding | undefined;
    for (const condition of this.#program.conditions) {
      const outcome = this.#evaluate(condition, this.#conditionBudget);
      if (outcome === false) return false;
      if (outcome !== true) fault ??= outcome;
    }
    return fault ?? true;
  }

  listFindings(): readonly AdmissionFinding[] {
    return this.#program.validations.flatMap(compiled => {
      const outcome = this.#evaluate(compiled.expression);
      if (outcome === true) return [];
      if (outcome === false) return [{ state: 'fail' as const, message: this.#explain(compiled) }];
      return [{ ...outcome, message: `expression '${compiled.validation.expression}' resulted in error: ${outcome.message}` }];
    });
  }

  /** true or false, or why it is neither. */
  #evaluate(program: Program, budget = this.#budget): boolean | AdmissionFinding {
    try {
      return program.evaluate(this.#bindings, { budget }) === true;
    } catch (cause) {
      if (!(cause instanceof CelError)) throw cause;
      return { state: cause.code === 'unknown' ? 'not-evaluated' : 'error', message: cause.message };
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
