import type { Bindings } from '../compile/frame.ts';
import { CelError } from '../errors.ts';
import { type EvaluateOptions, generateCode, type Program } from '../program.ts';
import type { CelValue } from '../values/value.ts';
import { canonize } from './canonical.ts';

/** What an evaluation gives, to be compared as text. */
interface Run {
  readonly text: string;
  /** Undefined where the stack ran out: how far it reached depends on who called. */
  readonly cost: number | undefined;
  readonly finish: () => CelValue;
}

/** Evaluates by closures and by generated code. Throws when they differ in value, error or cost, else gives or throws what both do. */
export function evaluateBothWays(program: Program, bindings: Bindings, options: EvaluateOptions = {}): CelValue {
  const closures = run(program, bindings, options);
  generateCode(program);
  const code = run(program, bindings, options);
  if (closures.text !== code.text || closures.cost !== code.cost) {
    const [wanted, found] = [closures, code].map(({ text, cost }) => `${text} at a cost of ${cost}`);
    throw new Error(`generated code of ${program.source} gives ${found}, closures ${wanted}`);
  }
  return code.finish();
}

const MUCH = 1e12;
const TOO_DEEP = 'nested too deeply';

function run(program: Program, bindings: Bindings, options: EvaluateOptions): Run {
  const budget = { remaining: options.budget?.remaining ?? MUCH };
  const before = budget.remaining;
  const cost = () => before - budget.remaining;
  try {
    const value = program.evaluate(bindings, { ...options, budget });
    return { text: canonize(value), cost: cost(), finish: () => value };
  } catch (thrown) {
    const text =
      thrown instanceof CelError ? JSON.stringify([thrown.code, thrown.message, thrown.issues, thrown.unknowns]) : String(thrown);
    const finish = () => {
      throw thrown;
    };
    return { text, cost: text.includes(TOO_DEEP) ? undefined : cost(), finish };
  }
}
