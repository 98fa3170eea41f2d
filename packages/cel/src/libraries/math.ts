import { defineFunction, type FunctionDeclaration, type Library } from '../declarations.ts';
import { type Macro, readArgument } from '../parser/macros.ts';
import { SyntaxFault } from '../parser/token.ts';
import { adoptElement } from '../values/adopt.ts';
import { compareValues } from '../values/compare.ts';
import { nameType } from '../values/describe.ts';
import { type Failure, fail } from '../values/failure.ts';
import { CelDouble, CelUint, INT_MIN, type Int, isNumeric, shortenInt } from '../values/numbers.ts';
import type { CelValue } from '../values/value.ts';

const NUMBERS = ['int', 'uint', 'double'];

/** The greatest (sign 1) or least (sign -1) of some numbers of any type. */
function pickExtreme(values: readonly CelValue[], sign: 1 | -1, name: string): CelValue | Failure {
  let best: CelValue | undefined;
  for (const element of values) {
    const value = adoptElement(element);
    if (!isNumeric(value)) return fail(`no such overload: ${name} of ${nameType(value)}`);
    if (best === undefined || (compareValues(value, best) ?? 0) * sign > 0) best = value;
  }
  return best ?? fail(`${name}(list) argument must not be empty`);
}

/** `math.greatest(a, b, …)`: more than two arguments become a list, as in cel-go. */
function defineVariadic(name: string): Macro[] {
  return Array.from({ length: 30 }, (_, arity) => ({
    name,
    receiver: true,
    namespace: 'math',
    arity: arity === 0 ? 0 : arity + 2,
    expand(call) {
      if (call.args.length === 0) throw new SyntaxFault(`math.${name}() requires at least one argument`, call.offset);
      for (const arg of call.args) {
        if (arg.kind === 'literal' && !isNumeric(arg.value)) throw new SyntaxFault(`math.${name}() needs numbers`, arg.offset);
      }
      const list = call.build({
        kind: 'list',
        elements: call.args.map((_arg, index) => ({ value: readArgument(call, index), optional: false })),
      });
      const target = call.build({ kind: 'ident', name: 'math', absolute: false });
      return call.build({ kind: 'call', name, target, args: [list] });
    },
  }));
}

function defineExtreme(name: string, sign: 1 | -1): FunctionDeclaration[] {
  const pairs = NUMBERS.flatMap(left => NUMBERS.map(right => [left, right]));
  const full = `math.${name}`;
  return [
    ...NUMBERS.map(type => defineFunction(full, [type], type, (value: CelValue) => value)),
    ...pairs.map(([left = '', right = '']) =>
      defineFunction(full, [left, right], left === right ? left : 'dyn', (a: CelValue, b: CelValue) => pickExtreme([a, b], sign, full)),
    ),
    ...NUMBERS.map(type =>
      defineFunction(full, [`list(${type})`], type, (list: readonly CelValue[]) => pickExtreme(list, sign, full), {
        cost: (list: readonly CelValue[]) => list.length,
      }),
    ),
  ];
}

/** Half away from zero, as Go's math.Round. */
function roundHalfAway(value: number): number {
  return Math.sign(value) * Math.floor(Math.abs(value) + 0.5);
}

function defineRounding(name: string, round: (value: number) => number): FunctionDeclaration {
  return defineFunction(
    `math.${name}`,
    ['double'],
    'double',
    ({ value }: CelDouble) => new CelDouble(Number.isFinite(value) ? round(value) : value),
  );
}

function definePredicate(name: string, test: (value: number) => boolean): FunctionDeclaration {
  return defineFunction(`math.${name}`, ['double'], 'bool', ({ value }: CelDouble) => test(value));
}

function absolute(value: Int): CelValue | Failure {
  if (typeof value === 'number') return Math.abs(value);
  if (value === INT_MIN) return fail('integer overflow');
  return value < 0n ? -value : value;
}

function signOf(value: Int): number {
  if (value === 0) return 0;
  return value < 0 ? -1 : 1;
}

type BitOperator = (left: bigint, right: bigint) => bigint;

function defineBits(name: string, operate: BitOperator): FunctionDeclaration[] {
  return [
    defineFunction(name, ['int', 'int'], 'int', (a: Int, b: Int) => shortenInt(operate(BigInt(a), BigInt(b)))),
    defineFunction(name, ['uint', 'uint'], 'uint', (a: CelUint, b: CelUint) => new CelUint(operate(a.value, b.value))),
  ];
}

/** Shifts work on the 64 bits; a right shift of an int fills with zeros, as in cel-go. */
function defineShift(name: string, shift: BitOperator): FunctionDeclaration[] {
  const guard = (value: bigint, count: Int): bigint | Failure => {
    if (count < 0) return fail(`${name}() negative offset: ${count}`);
    return count > 63 ? 0n : BigInt.asUintN(64, shift(BigInt.asUintN(64, value), BigInt(count)));
  };
  return [
    defineFunction(name, ['int', 'int'], 'int', (value: Int, count: Int) => {
      const bits = guard(BigInt(value), count);
      return typeof bits === 'bigint' ? shortenInt(BigInt.asIntN(64, bits)) : bits;
    }),
    defineFunction(name, ['uint', 'int'], 'uint', (value: CelUint, count: Int) => {
      const bits = guard(value.value, count);
      return typeof bits === 'bigint' ? new CelUint(bits) : bits;
    }),
  ];
}

/** cel-go's ext.Math. */
export const library: Library = {
  name: 'math',
  macros: [...defineVariadic('greatest'), ...defineVariadic('least')],
  functions: [
    ...defineExtreme('greatest', 1),
    ...defineExtreme('least', -1),
    defineFunction('math.abs', ['int'], 'int', absolute),
    defineFunction('math.abs', ['uint'], 'uint', (value: CelUint) => value),
    defineFunction('math.abs', ['double'], 'double', ({ value }: CelDouble) => new CelDouble(Math.abs(value))),
    defineFunction('math.sign', ['int'], 'int', signOf),
    defineFunction('math.sign', ['uint'], 'uint', ({ value }: CelUint) => new CelUint(value === 0n ? 0n : 1n)),
    defineFunction('math.sign', ['double'], 'double', ({ value }: CelDouble) => new CelDouble(Math.sign(value))),
    defineFunction('math.sqrt', ['int'], 'double', (value: Int) => new CelDouble(Math.sqrt(Number(value)))),
    defineFunction('math.sqrt', ['uint'], 'double', ({ value }: CelUint) => new CelDouble(Math.sqrt(Number(value)))),
    defineFunction('math.sqrt', ['double'], 'double', ({ value }: CelDouble) => new CelDouble(Math.sqrt(value))),
    defineRounding('ceil', Math.ceil),
    defineRounding('floor', Math.floor),
    defineRounding('round', roundHalfAway),
    defineRounding('trunc', Math.trunc),
    definePredicate('isNaN', Number.isNaN),
    definePredicate('isInf', value => Math.abs(value) === Number.POSITIVE_INFINITY),
    definePredicate('isFinite', Number.isFinite),
    ...defineBits('math.bitAnd', (left, right) => left & right),
    ...defineBits('math.bitOr', (left, right) => left | right),
    ...defineBits('math.bitXor', (left, right) => left ^ right),
    defineFunction('math.bitNot', ['int'], 'int', (value: Int) => shortenInt(~BigInt(value))),
    defineFunction('math.bitNot', ['uint'], 'uint', ({ value }: CelUint) => new CelUint(BigInt.asUintN(64, ~value))),
    ...defineShift('math.bitShiftLeft', (value, count) => value << count),
    ...defineShift('math.bitShiftRight', (value, count) => value >> count),
  ],
};
