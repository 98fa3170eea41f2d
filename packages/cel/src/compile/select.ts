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
    const raw = typeof target === 'object' && target !== null ? target[field] : undefined;
    return typeof raw === 'string' || typeof raw === 'boolean' ? raw : settleField(raw, target as Outcome, field, offset);
  };
}

/** A field of what is a plain JSON object nearly always. */
function compileDynamic(operand: Evaluate, field: string, offset: number): Evaluate {
  return frame => {
    const target = operand(frame) as Record<string, unknown> | null;
    frame.cost += 1;
    const isPlain = typeof target === 'object' && target !== null && Object.getPrototypeOf(target) === Object.prototype;
    const raw = isPlain ? target[field] : undefined;
    return typeof raw === 'string' || typeof raw === 'boolean' ? raw : settleField(raw, target as Outcome, field, offset);
  };
}

/** What was read of a field as CEL sees it; where nothing was read, a closer look at what it should be a field of. */
export function settleField(raw: unknown, target: Outcome, field: string, offset: number): Outcome {
  const value = adopt(raw);
  return locate(value === undefined ? selectField(target, field) : value, offset);
}

/** Gives a failure the place where it came up. */
export function locate(outcome: Outcome, offset: number): Outcome {
  return outcome instanceof Failure ? Failure.locate(outcome, offset) : outcome;
}
