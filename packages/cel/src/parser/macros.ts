import type { ComprehensionMacro, IdentNode, Node, NodeShape } from '../ast.ts';
import { SyntaxFault } from './token.ts';

/** What a macro gets to see: where the call stands, its receiver (undefined for functions) and its arguments, already expanded. */
export interface MacroCall {
  readonly offset: number;
  readonly target: Node | undefined;
  readonly args: readonly Node[];
  build(shape: NodeShape, offset?: number): Node;
}

/** A rewriting of a call at parse time. `arity` counts arguments without the receiver. */
export interface Macro {
  readonly name: string;
  /** True for `target.name(…)`. */
  readonly receiver: boolean;
  /** The name that the receiver must have, for macros such as `cel.bind`. */
  readonly namespace?: string;
  readonly arity: number;
  /** Undefined when the call is not meant (then it stays a call). */
  expand(call: MacroCall): Node | undefined;
}

/** The argument as a variable name. */
export function readVariable(node: Node | undefined): string {
  if (node?.kind === 'ident' && !node.absolute) return node.name;
  throw new SyntaxFault('argument must be a simple name', node?.offset ?? 0);
}

/** The argument at an index that the arity guarantees. */
export function readArgument(call: MacroCall, index: number): Node {
  const node = call.args[index];
  if (node === undefined) throw new SyntaxFault('missing argument', call.offset);
  return node;
}

/** A macro over a list or map: the variables, an optional filter, and the body. */
export function defineComprehension(name: string, macro: ComprehensionMacro, variables: 1 | 2, filtered: boolean): Macro {
  return {
    name,
    receiver: true,
    arity: variables + (filtered ? 2 : 1),
    expand(call) {
      const names = call.args.slice(0, variables).map(readVariable);
      if (names.length === 2 && names[0] === names[1]) {
        throw new SyntaxFault(`variable '${names[0]}' is given twice`, (call.args[1] as IdentNode).offset);
      }
      const range = call.target;
      if (range === undefined) return undefined;
      const filter = filtered ? readArgument(call, variables) : undefined;
      const body = readArgument(call, variables + (filtered ? 1 : 0));
      return call.build({ kind: 'comprehension', macro, range, variables: names, filter, body });
    },
  };
}

/** Finds macros by name, call style and number of arguments. */
export class MacroTable {
  readonly #macros = new Map<string, Macro>();
  /** Names of macros, for suggestions. */
  readonly names: ReadonlySet<string>;

  constructor(macros: Iterable<Macro>) {
    const names = new Set<string>();
    for (const macro of macros) {
      this.#macros.set(toKey(macro.name, macro.receiver, macro.arity, macro.namespace), macro);
      names.add(macro.name);
    }
    this.names = names;
  }

  find(name: string, target: Node | undefined, arity: number): Macro | undefined {
    const namespace = target?.kind === 'ident' ? target.name : undefined;
    const receiver = target !== undefined;
    const qualified = namespace === undefined ? undefined : this.#macros.get(toKey(name, receiver, arity, namespace));
    return qualified ?? this.#macros.get(toKey(name, receiver, arity, undefined));
  }
}

function toKey(name: string, receiver: boolean, arity: number, namespace: string | undefined): string {
  return `${namespace ?? (receiver ? '*' : '')}:${name}:${arity}`;
}
