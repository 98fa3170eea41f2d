import { defineFunction, defineMethod, type Library } from '../declarations.ts';
import { type Macro, readArgument, readVariable } from '../parser/macros.ts';
import { isNonZero } from '../values/describe.ts';
import { type Failure, fail } from '../values/failure.ts';
import { CelOptional } from '../values/optional.ts';
import type { CelValue } from '../values/value.ts';

function readValue(optional: CelOptional): CelValue | Failure {
  return optional.value ?? (optional.value === null ? null : fail('optional.none() has no value'));
}

function defineOptionalMap(name: string, flat: boolean): Macro {
  return {
    name,
    receiver: true,
    arity: 2,
    expand(call) {
      if (call.target === undefined) return undefined;
      const variable = readVariable(call.args[0]);
      return call.build({ kind: 'optionalMap', operand: call.target, name: variable, body: readArgument(call, 1), flat });
    },
  };
}

/** Optional values (cel-go OptionalTypes; Kubernetes 1.28). The syntax `a.?b`, `a[?b]`, `[?a]` belongs to the parser. */
export const library: Library = {
  name: 'optional',
  typeNames: ['optional_type'],
  macros: [defineOptionalMap('optMap', false), defineOptionalMap('optFlatMap', true)],
  functions: [
    defineFunction('optional.of', ['V'], 'optional(V)', (value: CelValue) => new CelOptional(value)),
    defineFunction('optional.none', [], 'optional(V)', () => CelOptional.none),
    defineFunction('optional.ofNonZeroValue', ['V'], 'optional(V)', (value: CelValue) =>
      isNonZero(value) ? new CelOptional(value) : CelOptional.none,
    ),
    defineFunction('optional.unwrap', ['list(optional(V))'], 'list(V)', unwrapAll),
    defineMethod('unwrapOpt', ['list(optional(V))'], 'list(V)', unwrapAll),
    defineMethod('hasValue', ['optional(V)'], 'bool', (optional: CelOptional) => optional.value !== undefined),
    defineMethod('value', ['optional(V)'], 'V', readValue),
    defineMethod('or', ['optional(V)', 'optional(V)'], 'optional(V)', (optional: CelOptional, other: CelOptional) =>
      optional.value === undefined ? other : optional,
    ),
    defineMethod('orValue', ['optional(V)', 'V'], 'V', (optional: CelOptional, other: CelValue) =>
      optional.value === undefined ? other : optional.value,
    ),
  ],
};

function unwrapAll(list: readonly CelValue[]): CelValue | Failure {
  const values: CelValue[] = [];
  for (const element of list) {
    if (!(element instanceof CelOptional)) return fail('no such overload: the list has an element that is no optional');
    if (element.value !== undefined) values.push(element.value);
  }
  return values;
}
