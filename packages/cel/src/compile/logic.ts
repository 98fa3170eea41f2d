import type { ConditionalNode, LogicNode } from '../ast.ts';
import { nameType } from '../values/describe.ts';
import { Failure, fail } from '../values/failure.ts';
import type { Evaluate, Outcome } from './frame.ts';

/**
 * `&&` and `||`: any operand that decides the result does so, even when others fail; an error or unknown only remains
 * when none decides.
 *
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#logical-operators
 */
export function compileLogic(node: LogicNode, operands: readonly Evaluate[]): Evaluate {
  const decisive = node.operator === '||';
  const [first, second] = operands;
  if (operands.length === 2 && first !== undefined && second !== undefined) return compilePair(first, second, decisive, node);
  return frame => {
    let failure: Failure | undefined;
    for (let index = 0; index < operands.length; index++) {
      const value = (operands[index] as Evaluate)(frame);
      if (value === decisive) return decisive;
      if (value !== !decisive) failure = Failure.merge(failure, requireBool(value, node.operands[index]?.offset ?? node.offset));
    }
    return failure ?? !decisive;
  };
}

function compilePair(first: Evaluate, second: Evaluate, decisive: boolean, node: LogicNode): Evaluate {
  const [firstOffset = 0, secondOffset = 0] = node.operands.map(operand => operand.offset);
  return frame => {
    const left = first(frame);
    if (left === decisive) return decisive;
    const right = second(frame);
    if (right === decisive) return decisive;
    if (left === !decisive && right === !decisive) return !decisive;
    const failure = left === !decisive ? undefined : requireBool(left, firstOffset);
    return right === !decisive ? (failure ?? !decisive) : Failure.merge(failure, requireBool(right, secondOffset));
  };
}

/** The failure that a value other than a bool means where a bool is needed. */
export function requireBool(value: Outcome, offset: number): Failure {
  return Failure.locate(value instanceof Failure ? value : fail(`no such overload: expected bool, found ${nameType(value)}`), offset);
}

export function compileConditional(node: ConditionalNode, condition: Evaluate, whenTrue: Evaluate, whenFalse: Evaluate): Evaluate {
  return frame => {
    const value = condition(frame);
    if (value === true) return whenTrue(frame);
    if (value === false) return whenFalse(frame);
    return requireBool(value, node.condition.offset);
  };
}
