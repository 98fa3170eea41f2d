import type { Library } from '../declarations.ts';
import { type Macro, readArgument, readVariable } from '../parser/macros.ts';

/** `cel.bind(name, value, body)`: computes a value at most once (cel-go ext.Bindings). */
const BIND: Macro = {
  name: 'bind',
  receiver: true,
  namespace: 'cel',
  arity: 3,
  expand(call) {
    const name = readVariable(call.args[0]);
    return call.build({ kind: 'bind', name, value: readArgument(call, 1), body: readArgument(call, 2) });
  },
};

export const library: Library = { name: 'bindings', functions: [], macros: [BIND] };
