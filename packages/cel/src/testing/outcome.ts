import type { Bindings } from '../compile/frame.ts';
import { createEnvironment, type Environment, type EnvironmentOptions } from '../environment.ts';
import { CelError } from '../errors.ts';
import { type CompileOptions, compile, type EvaluateOptions } from '../program.ts';
import { canonize } from './canonical.ts';

/** An environment over the given declarations only. */
export function declare(options: Partial<EnvironmentOptions> = {}): Environment {
  return createEnvironment({ variables: {}, ...options });
}

const EMPTY = declare();

/** What an expression gives, as text: the value with its type, or the code and message of the CelError. */
export function describeOutcome(
  source: string,
  bindings: Bindings = {},
  environment: Environment = EMPTY,
  options: CompileOptions & EvaluateOptions = {},
): string {
  try {
    return canonize(compile(environment, source, options).evaluate(bindings, options));
  } catch (thrown) {
    if (thrown instanceof CelError) return `${thrown.code}: ${thrown.message}`;
    throw thrown;
  }
}
