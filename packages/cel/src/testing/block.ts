import type { Node } from '../ast.ts';
import type { Library } from '../declarations.ts';
import type { Macro, MacroCall } from '../parser/macros.ts';

function readNumber(node: Node | undefined): string {
  return node?.kind === 'literal' ? String(node.value) : '?';
}

/** A name that no expression can spell, from the numbers in a call. */
function defineName(name: string, arity: number): Macro {
  return {
    name,
    receiver: true,
    namespace: 'cel',
    arity,
    expand: call => call.build({ kind: 'ident', name: `@${name}:${call.args.map(readNumber).join(':')}`, absolute: false }),
  };
}

function bindAll(call: MacroCall): Node | undefined {
  const [list, body] = call.args;
  if (list?.kind !== 'list' || body === undefined) return undefined;
  return list.elements.reduceRight<Node>(
    (inner, { value }, index) => call.build({ kind: 'bind', name: `@index:${index}`, value, body: inner }),
    body,
  );
}

/** `cel.block`, `cel.index`, `cel.iterVar`, `cel.accuVar`: how the specification writes optimised trees as text. */
export const blockLibrary: Library = {
  name: 'block',
  functions: [],
  macros: [
    { name: 'block', receiver: true, namespace: 'cel', arity: 2, expand: bindAll },
    defineName('index', 1),
    defineName('iterVar', 2),
    defineName('accuVar', 2),
  ],
};
