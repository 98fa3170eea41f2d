import type { Node } from '@breakwater/cel';
import { ident } from './literal.ts';

/** What a rewritten value stands for: a subject with facts (or a group of its facts), or a list of such. Plain values have no shape. */
export interface Shape {
  readonly type: string;
  /** `security.` while only the group has been selected. */
  readonly prefix: string;
  readonly list: boolean;
}

/** A rewritten expression. */
export interface Value {
  readonly node: Node;
  readonly shape?: Shape;
}

/** Names that an exported expression means by themselves. */
const RESERVED = [
  'object',
  'oldObject',
  'request',
  'params',
  'namespaceObject',
  'authorizer',
  'variables',
  'optional',
  'sets',
  'lists',
  'cel',
  'math',
];

/** What names mean at a place of an expression, and which names are taken in the text that is made of it. */
export class Scope {
  readonly #values: ReadonlyMap<string, Value>;
  readonly #taken: ReadonlySet<string>;

  constructor(values: Readonly<Record<string, Value>>, taken: Iterable<string> = RESERVED) {
    this.#values = new Map(Object.entries(values));
    this.#taken = new Set(taken);
  }

  find(name: string): Value | undefined {
    return this.#values.get(name);
  }

  /** The scope of a native form: its own variables, and the names around it stay taken. */
  replace(values: Readonly<Record<string, Value>>): Scope {
    return new Scope(values, this.#taken);
  }

  /** The same with one more name, for a value that is put in wherever it is read. */
  with(name: string, value: Value): Scope {
    return new Scope({ ...Object.fromEntries(this.#values), [name]: value }, this.#taken);
  }

  /** Binds the variables of a macro; one whose name is taken gets another, so that nothing put inside changes its meaning. */
  bind(variables: readonly { readonly name: string; readonly shape: Shape | undefined }[]): { scope: Scope; names: readonly string[] } {
    const taken = new Set(this.#taken);
    const values = Object.fromEntries(this.#values);
    const names = variables.map(({ name, shape }) => {
      let free = name;
      for (let count = 2; taken.has(free); count++) free = `${name}${count}`;
      taken.add(free);
      values[name] = { node: ident(free), ...(shape === undefined ? {} : { shape }) };
      return free;
    });
    return { scope: new Scope(values, taken), names };
  }
}

export const toShape = (type: string): Shape => ({ type, prefix: '', list: false });
