import type { Library } from '../declarations.ts';
import { defineComprehension, type Macro, readArgument } from '../parser/macros.ts';
import { SyntaxFault } from '../parser/token.ts';

/** `has(a.b)`: whether the field is there, without reading it. */
const HAS: Macro = {
  name: 'has',
  receiver: false,
  arity: 1,
  expand(call) {
    const argument = readArgument(call, 0);
    if (argument.kind !== 'select' || argument.test || argument.optional) {
      throw new SyntaxFault('argument of has() must be a field selection', argument.offset);
    }
    const { operand, field } = argument;
    return call.build({ kind: 'select', operand, field, optional: false, test: true }, argument.offset);
  },
};

/** The standard macros (https://github.com/google/cel-spec/blob/master/doc/langdef.md#macros). */
export const library: Library = {
  name: 'macros',
  functions: [],
  macros: [
    HAS,
    defineComprehension('all', 'all', 1, false),
    defineComprehension('exists', 'exists', 1, false),
    defineComprehension('exists_one', 'existsOne', 1, false),
    defineComprehension('existsOne', 'existsOne', 1, false),
    defineComprehension('filter', 'filter', 1, false),
    defineComprehension('map', 'map', 1, false),
    defineComprehension('map', 'map', 1, true),
  ],
};
