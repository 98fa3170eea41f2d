import type { Bindings } from '../compile/frame.ts';
import { createEnvironment, type Environment, type EnvironmentOptions } from '../environment.ts';
import { CelError } from '../errors.ts';
import { type CompileOptions, compile, type EvaluateOptions } from '../program.ts';
import { evaluateBothWays } from './both-ways.ts';
import { canonize } from './canonical.ts';

/** An environment over the given declarations only. */
export function declare(options: Partial<EnvironmentOptions> = {}): Environment {
  return createEnvironment({ variables: {}, ...options });
}

const EMPTY = declare();

/** What an expression gives by closures and by generated code, as text: the value with its type, or the code and message of the CelError. */
export function describeOutcome(
  source: string,
  bindings: Bindings = {},
  environment: Environment = EMPTY,
  options: CompileOptions & EvaluateOptions = {},
  evaluate: typeof evaluateBothWays = evaluateBothWays,
): string {
  try {
    return canonize(evaluate(compile(environment, source, options), bindings, options));
  } catch (thrown) {
    if (thrown instanceof CelError) return `${thrown.code}: ${thrown.message}`;
    throw thrown;
  }
}
