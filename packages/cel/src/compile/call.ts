import type { FunctionCall, FunctionDeclaration, ObjectTypeDeclaration } from '../declarations.ts';
import { CelError } from '../errors.ts';
import type { CelType } from '../types.ts';
import { adopt } from '../values/adopt.ts';
import { isScalarObject, nameType } from '../values/describe.ts';
import { Failure, fail } from '../values/failure.ts';
import { isMap } from '../values/map.ts';
import { CelDouble, CelUint, isInt } from '../values/numbers.ts';
import { CelOptional } from '../values/optional.ts';
import { CelDuration, CelTimestamp } from '../values/time.ts';
import { CelTypeValue } from '../values/type-value.ts';
import type { CelValue } from '../values/value.ts';
import type { Evaluate, Frame, Outcome } from './frame.ts';

export type Guard = (value: unknown) => boolean;

/** One overload, ready to run. */
export interface Candidate {
  readonly guards: readonly Guard[];
  readonly call: FunctionCall;
  readonly cost: FunctionDeclaration['cost'];
}

export interface CallShape {
  readonly name: string;
  readonly hasTarget: boolean;
  readonly offset: number;
}

/** Compiles a function call over the overloads that may apply; which one does is decided by the arguments. */
export function compileCall(
  shape: CallShape,
  overloads: readonly FunctionDeclaration[],
  args: readonly Evaluate[],
  constants: readonly (CelValue | undefined)[],
  types: ReadonlyMap<string, ObjectTypeDeclaration>,
): Evaluate {
  const candidates = overloads.map(overload => prepareCandidate(overload, constants, types));
  const [only] = candidates;
  const [first, second] = args;
  if (only !== undefined && candidates.length === 1) {
    if (args.length === 1 && first !== undefined) return compileSingle(shape, only, first);
    if (args.length === 2 && first !== undefined && second !== undefined) return compileDouble(shape, only, first, second);
  }
  return frame => {
    const values = args.map(arg => arg(frame));
    const candidate = candidates.find(({ guards }) => guards.every((guard, index) => guard(values[index])));
    return candidate === undefined ? rejectCall(shape, values) : invoke(shape, candidate, frame, values);
  };
}

function compileSingle(shape: CallShape, candidate: Candidate, arg: Evaluate): Evaluate {
  const guard = candidate.guards[0] as Guard;
  return frame => {
    const value = arg(frame);
    return guard(value) ? invoke(shape, candidate, frame, [value]) : rejectCall(shape, [value]);
  };
}

function compileDouble(shape: CallShape, candidate: Candidate, first: Evaluate, second: Evaluate): Evaluate {
  const [firstGuard, secondGuard] = candidate.guards as [Guard, Guard];
  return frame => {
    const left = first(frame);
    const right = second(frame);
    const fits = firstGuard(left) && secondGuard(right);
    return fits ? invoke(shape, candidate, frame, [left, right]) : rejectCall(shape, [left, right]);
  };
}

function invoke(shape: CallShape, candidate: Candidate, frame: Frame, values: readonly Outcome[]): Outcome {
  const { cost } = candidate;
  if (cost === undefined || typeof cost === 'number') frame.charge(cost ?? 1);
  else frame.charge(Math.max(1, cost(...values)));
  try {
    const result = adopt(candidate.call(...values)) ?? null;
    return result instanceof Failure ? Failure.locate(result, shape.offset) : result;
  } catch (thrown) {
    return Failure.locate(toFailure(thrown), shape.offset);
  }
}

/** What a function throws is a CEL error, except for the limits of the evaluation itself. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof CelError && (thrown.code === 'cost-exceeded' || thrown.code === 'unknown')) throw thrown;
  if (thrown instanceof RangeError) throw thrown;
  if (thrown instanceof Failure) return thrown;
  return fail(thrown instanceof Error ? thrown.message : String(thrown));
}

export function rejectCall(shape: CallShape, values: readonly Outcome[]): Failure {
  let failure: Failure | undefined;
  for (const value of values) if (value instanceof Failure) failure = Failure.merge(failure, value);
  if (failure !== undefined) return failure;
  const names = values.map(nameType);
  const target = shape.hasTarget ? `${names.shift()}.` : '';
  return Failure.locate(fail(`no such overload: ${target}${shape.name}(${names.join(', ')})`), shape.offset);
}

export function prepareCandidate(
  overload: FunctionDeclaration,
  constants: readonly (CelValue | undefined)[],
  types: ReadonlyMap<string, ObjectTypeDeclaration>,
): Candidate {
  const guards = overload.params.map(type => createGuard(type, types));
  const fits = constants.every((value, index) => value === undefined || guards[index]?.(value));
  const special = fits ? overload.specialize?.(constants) : undefined;
  const call = special instanceof Failure ? () => special : (special ?? overload.call);
  return { guards, call, cost: overload.cost };
}

const GUARDS: Readonly<Partial<Record<CelType['kind'], Guard>>> = {
  null: value => value === null,
  bool: value => typeof value === 'boolean',
  int: isInt,
  uint: value => value instanceof CelUint,
  double: value => value instanceof CelDouble,
  string: value => typeof value === 'string',
  bytes: value => value instanceof Uint8Array,
  timestamp: value => value instanceof CelTimestamp,
  duration: value => value instanceof CelDuration,
  type: value => value instanceof CelTypeValue,
  list: Array.isArray,
  map: isMap,
  optional: value => value instanceof CelOptional,
};

/** Tells at run time, by the outermost type only, whether a value fits a parameter. */
function createGuard(type: CelType, types: ReadonlyMap<string, ObjectTypeDeclaration>): Guard {
  if (type.kind === 'wrapper') {
    const guard = createGuard(type.of, types);
    return value => value === null || guard(value);
  }
  if (type.kind !== 'object') return GUARDS[type.kind] ?? (value => !(value instanceof Failure));
  const accepts = types.get(type.name)?.accepts;
  if (accepts !== undefined) return value => typeof value === 'object' && value !== null && accepts(value);
  return value => typeof value === 'object' && value !== null && !(value instanceof Failure) && !isScalarObject(value);
}
