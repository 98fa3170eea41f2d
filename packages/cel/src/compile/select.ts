import type { SelectNode } from '../ast.ts';
import type { CelType } from '../types.ts';
import { adopt } from '../values/adopt.ts';
import { Failure } from '../values/failure.ts';
import { findField, selectField, testField } from '../values/select.ts';
import type { Evaluate, Outcome } from './frame.ts';

/** Compiles `a.b`, `a.?b` and `has(a.b)`. */
export function compileSelect(node: SelectNode, operand: Evaluate, operandType: CelType): Evaluate {
  const { field, offset } = node;
  if (node.test) return frame => locate(testField(operand(frame), field), offset);
  if (node.optional) {
    return frame => {
      frame.cost += 1;
      return locate(findField(operand(frame), field), offset);
    };
  }
  // What every object inherits (`constructor`, `toString`) must be read as an own property.
  if (field in Object.prototype) {
    return frame => {
      frame.cost += 1;
      return locate(selectField(operand(frame), field), offset);
    };
  }
  return operandType.kind === 'object' ? compileDeclared(operand, field, offset) : compileDynamic(operand, field, offset);
}

/** A field of a declared type: one property read. Failures have no properties, so they fall through as well. */
function compileDeclared(operand: Evaluate, field: string, offset: number): Evaluate {
  return frame => {
    const target = operand(frame) as Record<string, unknown> | null;
    frame.cost += 1;
    if (typeof target === 'object' && target !== null) {
      const raw = target[field];
      if (typeof raw === 'string' || typeof raw === 'boolean') return raw;
      const value = adopt(raw);
      if (value !== undefined) return locate(value, offset);
    }
    return locate(selectField(target, field), offset);
  };
}

/** A field of what is a plain JSON object nearly always. */
function compileDynamic(operand: Evaluate, field: string, offset: number): Evaluate {
  return frame => {
    const target = operand(frame) as Record<string, unknown> | null;
    frame.cost += 1;
    if (typeof target === 'object' && target !== null && Object.getPrototypeOf(target) === Object.prototype) {
      const raw = target[field];
      if (typeof raw === 'string' || typeof raw === 'boolean') return raw;
      const value = adopt(raw);
      if (value !== undefined) return locate(value, offset);
    }
    return locate(selectField(target, field), offset);
  };
}

/** Gives a failure the place where it came up. */
export function locate(outcome: Outcome, offset: number): Outcome {
  return outcome instanceof Failure ? Failure.locate(outcome, offset) : outcome;
}
