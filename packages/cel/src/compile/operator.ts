import type { ArithmeticOperator } from '../values/arithmetic.ts';
import { findIndex, selectIndex } from '../values/select.ts';
import {
  applyAddition,
  applyArithmetic,
  applyComparison,
  applyEquality,
  applyMembership,
  applyNegation,
  applyNot,
  applySubtraction,
  type ComparisonOperator,
} from './apply.ts';
import type { Evaluate } from './frame.ts';
import { locate } from './select.ts';

/** Compiles an operator over its compiled operands; undefined when the name is no operator. */
export function compileOperator(name: string, operands: readonly Evaluate[], offset: number): Evaluate | undefined {
  const [left, right] = operands;
  if (left === undefined) return undefined;
  return right === undefined ? compileUnary(name, left, offset) : compileBinary(name, left, right, offset);
}

function compileUnary(name: string, operand: Evaluate, offset: number): Evaluate | undefined {
  if (name === '!_') {
    return frame => {
      const value = operand(frame);
      frame.cost += 1;
      return applyNot(value, offset);
    };
  }
  if (name !== '-_') return undefined;
  return frame => {
    frame.cost += 1;
    return applyNegation(operand(frame), offset);
  };
}

function compileBinary(name: string, left: Evaluate, right: Evaluate, offset: number): Evaluate | undefined {
  switch (name) {
    case '_==_':
      return frame => applyEquality(frame, left(frame), right(frame), true);
    case '_!=_':
      return frame => applyEquality(frame, left(frame), right(frame), false);
    case '_+_':
      return frame => applyAddition(frame, left(frame), right(frame), offset);
    case '_-_':
      return frame => applySubtraction(frame, left(frame), right(frame), offset);
    case '_*_':
    case '_/_':
    case '_%_': {
      const operator = name[1] as ArithmeticOperator;
      return frame => applyArithmetic(frame, left(frame), right(frame), operator, offset);
    }
    case '_<_':
    case '_<=_':
    case '_>_':
    case '_>=_': {
      const operator = name.slice(1, -1) as ComparisonOperator;
      return frame => applyComparison(frame, left(frame), right(frame), operator, offset);
    }
    case '@in':
      return frame => applyMembership(frame, left(frame), right(frame), offset);
    case '_[_]':
      return frame => {
        frame.cost += 1;
        return locate(selectIndex(left(frame), right(frame)), offset);
      };
    case '_[?_]':
      return frame => {
        frame.cost += 1;
        return locate(findIndex(left(frame), right(frame)), offset);
      };
    default:
      return undefined;
  }
}
