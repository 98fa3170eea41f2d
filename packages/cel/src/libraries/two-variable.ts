import type { Library } from '../declarations.ts';
import { defineComprehension } from '../parser/macros.ts';

/** Macros over index and element, or key and value (cel-go ext.TwoVarComprehensions; Kubernetes 1.32). */
export const library: Library = {
  name: 'two-variable',
  functions: [],
  macros: [
    defineComprehension('all', 'all', 2, false),
    defineComprehension('exists', 'exists', 2, false),
    defineComprehension('exists_one', 'existsOne', 2, false),
    defineComprehension('existsOne', 'existsOne', 2, false),
    defineComprehension('transformList', 'map', 2, false),
    defineComprehension('transformList', 'map', 2, true),
    defineComprehension('transformMap', 'transformMap', 2, false),
    defineComprehension('transformMap', 'transformMap', 2, true),
    defineComprehension('transformMapEntry', 'transformMapEntry', 2, false),
    defineComprehension('transformMapEntry', 'transformMapEntry', 2, true),
  ],
};
