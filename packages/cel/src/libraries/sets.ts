import { defineFunction, type Library } from '../declarations.ts';
import { includesElement } from '../values/equal.ts';
import type { CelValue } from '../values/value.ts';

type List = readonly CelValue[];

function contains(list: List, part: List): boolean {
  return part.every(element => includesElement(list, element));
}

/** Every element is compared with every other (cel-go's sets cost). */
const byProduct = { cost: (left: List, right: List) => left.length * right.length };

/** Lists as sets (cel-go ext.Sets; Kubernetes 1.29). */
export const library: Library = {
  name: 'sets',
  functions: [
    defineFunction('sets.contains', ['list(T)', 'list(T)'], 'bool', contains, byProduct),
    defineFunction(
      'sets.equivalent',
      ['list(T)', 'list(T)'],
      'bool',
      (left: List, right: List) => contains(left, right) && contains(right, left),
      {
        cost: (left: List, right: List) => 2 * left.length * right.length,
      },
    ),
    defineFunction(
      'sets.intersects',
      ['list(T)', 'list(T)'],
      'bool',
      (left: List, right: List) => right.some(value => includesElement(left, value)),
      byProduct,
    ),
  ],
};
