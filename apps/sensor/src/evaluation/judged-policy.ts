import { findTarget, type Target } from '@breakwater/inventory';
import type { PolicyDefinition, ResponseAction } from '@breakwater/model';
import { CompiledPolicy } from '@breakwater/policy';
import type { Focus } from './focus.ts';

type Program = CompiledPolicy['expression'];

/** A policy that judges what is in focus, and counts what it says nothing about: passing is the bulk, and not worth a result each. */
export class JudgedPolicy extends CompiledPolicy {
  override readonly target: Target;
  /** What is to be done about what violates it, beside telling. */
  readonly response: ResponseAction | undefined;
  passed = 0;
  notApplicable = 0;
  #conditions: readonly Program[] | undefined;
  #expression: Program | undefined;

  /** Throws PolicyError when the target is unknown. */
  constructor(
    definition: PolicyDefinition,
    params: Readonly<Record<string, unknown>>,
    focus: Focus,
    narrow: (target: Target) => Target,
    response?: ResponseAction,
  ) {
    super(definition, params);
    this.response = response;
    this.target = narrow(focus.narrow(resolveTarget(definition.target)));
  }

  override get conditions(): readonly Program[] {
    this.#conditions ??= super.conditions.map(condition => watch(condition, met => this.#countCondition(met)));
    return this.#conditions;
  }

  override get expression(): Program {
    this.#expression ??= watch(super.expression, met => this.#countExpression(met));
    return this.#expression;
  }

  reset(): void {
    this.passed = 0;
    this.notApplicable = 0;
  }

  #countCondition(met: boolean): void {
    if (!met) this.notApplicable += 1;
  }

  #countExpression(met: boolean): void {
    if (met) this.passed += 1;
  }
}

function resolveTarget(name: string): Target {
  const target = findTarget(name);
  // The constructor of a policy refuses a target that does not exist.
  if (target === undefined) throw new TypeError(`no target ${name}`);
  return target;
}

function watch(program: Program, tell: (met: boolean) => void): Program {
  return {
    source: program.source,
    type: program.type,
    references: program.references,
    cost: program.cost,
    evaluate: (bindings, options) => {
      const value = program.evaluate(bindings, options);
      tell(value === true);
      return value;
    },
  };
}
