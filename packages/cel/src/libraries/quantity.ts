import { costOfFirst, defineFunction, defineMethod, type Library } from '../declarations.ts';
import { Failure, fail } from '../values/failure.ts';
import { CelDouble, type Int } from '../values/numbers.ts';
import {
  addQuantities,
  compareQuantities,
  parseQuantity,
  Quantity,
  quantityFromInt,
  toApproximateFloat,
  toInteger,
} from '../values/quantity.ts';

const TYPE = 'kubernetes.Quantity';

function signOf({ nanos }: Quantity): number {
  if (nanos === 0n) return 0;
  return nanos < 0n ? -1 : 1;
}

function combine(sign: 1n | -1n): (left: Quantity, right: Quantity | Int) => Quantity {
  return (left, right) => addQuantities(left, right instanceof Quantity ? right : quantityFromInt(right), sign);
}

/** Quantities such as `500m` and `1.5Gi`, exact (Kubernetes 1.28). */
export const library: Library = {
  name: 'quantity',
  types: [{ name: TYPE, fields: {}, accepts: value => value instanceof Quantity }],
  functions: [
    defineFunction('quantity', ['string'], TYPE, parseQuantity, { cost: costOfFirst, validated: true }),
    defineFunction('isQuantity', ['string'], 'bool', (text: string) => !(parseQuantity(text) instanceof Failure), { cost: costOfFirst }),
    // Kubernetes documents a method and declares a function.
    defineFunction('sign', [TYPE], 'int', signOf),
    defineMethod('sign', [TYPE], 'int', signOf),
    defineMethod('isInteger', [TYPE], 'bool', (value: Quantity) => toInteger(value) !== undefined),
    defineMethod('asInteger', [TYPE], 'int', (value: Quantity) => toInteger(value) ?? fail('cannot convert value to integer')),
    defineMethod('asApproximateFloat', [TYPE], 'double', (value: Quantity) => new CelDouble(toApproximateFloat(value))),
    defineMethod('isGreaterThan', [TYPE, TYPE], 'bool', (a: Quantity, b: Quantity) => a.nanos > b.nanos),
    defineMethod('isLessThan', [TYPE, TYPE], 'bool', (a: Quantity, b: Quantity) => a.nanos < b.nanos),
    defineMethod('compareTo', [TYPE, TYPE], 'int', compareQuantities),
    defineMethod('add', [TYPE, TYPE], TYPE, combine(1n)),
    defineMethod('add', [TYPE, 'int'], TYPE, combine(1n)),
    defineMethod('sub', [TYPE, TYPE], TYPE, combine(-1n)),
    defineMethod('sub', [TYPE, 'int'], TYPE, combine(-1n)),
  ],
};
