import {
  costOfFirst,
  costOfTraversal,
  defineFunction,
  defineMethod,
  type FunctionCall,
  type FunctionDeclaration,
  type Library,
} from '../declarations.ts';
import { type ArithmeticOperator, calculate, negate } from '../values/arithmetic.ts';
import { compareValues } from '../values/compare.ts';
import { nameType } from '../values/describe.ts';
import { equalValues, includesValue } from '../values/equal.ts';
import { readKey, sizeOfMap } from '../values/map.ts';
import { findIndex, selectIndex } from '../values/select.ts';
import { countCodePoints } from '../values/strings.ts';
import { CelTypeValue } from '../values/type-value.ts';
import type { CelMap, CelValue } from '../values/value.ts';

const ARITHMETIC: Readonly<Record<ArithmeticOperator, readonly string[][]>> = {
  '+': [
    ['int', 'int', 'int'],
    ['uint', 'uint', 'uint'],
    ['double', 'double', 'double'],
    ['string', 'string', 'string'],
    ['bytes', 'bytes', 'bytes'],
    ['list(A)', 'list(A)', 'list(A)'],
    ['timestamp', 'duration', 'timestamp'],
    ['duration', 'timestamp', 'timestamp'],
    ['duration', 'duration', 'duration'],
  ],
  '-': [
    ['int', 'int', 'int'],
    ['uint', 'uint', 'uint'],
    ['double', 'double', 'double'],
    ['timestamp', 'timestamp', 'duration'],
    ['timestamp', 'duration', 'timestamp'],
    ['duration', 'duration', 'duration'],
  ],
  '*': [
    ['int', 'int', 'int'],
    ['uint', 'uint', 'uint'],
    ['double', 'double', 'double'],
  ],
  '/': [
    ['int', 'int', 'int'],
    ['uint', 'uint', 'uint'],
    ['double', 'double', 'double'],
  ],
  '%': [
    ['int', 'int', 'int'],
    ['uint', 'uint', 'uint'],
  ],
};

const NUMBERS = ['int', 'uint', 'double'];

/** Types with an order; numbers compare across their types (Kubernetes 1.28). */
const ORDERED = [
  ...NUMBERS.flatMap(left => NUMBERS.map(right => [left, right])),
  ...['bool', 'string', 'bytes', 'timestamp', 'duration'].map(type => [type, type]),
];

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  '_<_': order => order < 0,
  '_<=_': order => order <= 0,
  '_>_': order => order > 0,
  '_>=_': order => order >= 0,
};

function defineArithmetic(): FunctionDeclaration[] {
  return Object.entries(ARITHMETIC).flatMap(([operator, signatures]) =>
    signatures.map(([left = '', right = '', result = '']) =>
      defineFunction(`_${operator}_`, [left, right], result, (a: CelValue, b: CelValue) => calculate(operator as ArithmeticOperator, a, b)),
    ),
  );
}

function defineComparisons(): FunctionDeclaration[] {
  return Object.entries(COMPARISONS).flatMap(([name, test]) =>
    ORDERED.map(params => defineFunction(name, params, 'bool', (a: CelValue, b: CelValue) => test(compareValues(a, b) ?? Number.NaN))),
  );
}

const OPERATORS: readonly FunctionDeclaration[] = [
  ...defineArithmetic(),
  ...defineComparisons(),
  defineFunction('_==_', ['A', 'A'], 'bool', (a: CelValue, b: CelValue) => equalValues(a, b)),
  defineFunction('_!=_', ['A', 'A'], 'bool', (a: CelValue, b: CelValue) => !equalValues(a, b)),
  defineFunction('!_', ['bool'], 'bool', (value: boolean) => !value),
  ...['int', 'double'].map(type => defineFunction('-_', [type], type, negate)),
  defineFunction('@in', ['A', 'list(A)'], 'bool', (value: CelValue, list: CelValue[]) => includesValue(list, value)),
  defineFunction('@in', ['A', 'map(A, B)'], 'bool', (key: CelValue, map: CelMap) => readKey(map, key) !== undefined),
  defineFunction('_[_]', ['list(A)', 'int'], 'A', selectIndex),
  defineFunction('_[_]', ['map(A, B)', 'A'], 'B', selectIndex),
  defineFunction('_[_]', ['optional(list(A))', 'int'], 'optional(A)', selectIndex),
  defineFunction('_[_]', ['optional(map(A, B))', 'A'], 'optional(B)', selectIndex),
  defineFunction('_[?_]', ['list(A)', 'int'], 'optional(A)', findIndex),
  defineFunction('_[?_]', ['map(A, B)', 'A'], 'optional(B)', findIndex),
  defineFunction('_[?_]', ['optional(list(A))', 'int'], 'optional(A)', findIndex),
  defineFunction('_[?_]', ['optional(map(A, B))', 'A'], 'optional(B)', findIndex),
];

const SIZES: readonly [string, FunctionCall][] = [
  ['string', (value: string) => countCodePoints(value)],
  ['bytes', (value: Uint8Array) => value.length],
  ['list(A)', (value: readonly unknown[]) => value.length],
  ['map(A, B)', (value: CelMap) => sizeOfMap(value)],
];

/** Two strings are searched at the price of their product (cel-go). */
function costOfContains(text: string, part: string): number {
  return costOfTraversal(text.length) * costOfTraversal(part.length);
}

/** The language itself (https://github.com/google/cel-spec/blob/master/doc/langdef.md#standard-definitions). */
export const library: Library = {
  name: 'standard',
  typeNames: [
    'bool',
    'bytes',
    'double',
    'google.protobuf.Duration',
    'google.protobuf.Timestamp',
    'int',
    'list',
    'map',
    'null_type',
    'string',
    'type',
    'uint',
  ],
  functions: [
    ...OPERATORS,
    ...SIZES.flatMap(([type, measure]) => [defineFunction('size', [type], 'int', measure), defineMethod('size', [type], 'int', measure)]),
    defineFunction('type', ['A'], 'type', (value: CelValue) => new CelTypeValue(nameType(value))),
    defineFunction('dyn', ['A'], 'dyn', (value: CelValue) => value),
    defineMethod('contains', ['string', 'string'], 'bool', (text: string, part: string) => text.includes(part), { cost: costOfContains }),
    defineMethod('startsWith', ['string', 'string'], 'bool', (text: string, part: string) => text.startsWith(part), {
      cost: (_: CelValue, part: CelValue) => costOfFirst(part),
    }),
    defineMethod('endsWith', ['string', 'string'], 'bool', (text: string, part: string) => text.endsWith(part), {
      cost: (_: CelValue, part: CelValue) => costOfFirst(part),
    }),
  ],
};
