import type { NodeReference } from './node.ts';

/** Numbers of nodes, in the order in which they were first named. */
export class NodeTable {
  readonly list: NodeReference[] = [];
  readonly #numbers = new Map<string, number>();

  /** The number of a node, which is given one when it has none. */
  add(node: NodeReference): number {
    const known = this.#numbers.get(node.name);
    if (known !== undefined) return known;
    this.#numbers.set(node.name, this.list.length);
    this.list.push(node);
    return this.list.length - 1;
  }

  find(name: string): number | undefined {
    return this.#numbers.get(name);
  }

  get(number: number): NodeReference {
    return this.list[number] as NodeReference;
  }
}
