import type { Connection } from '../edge.ts';
import type { EdgeKind, GraphEdge } from './graph.ts';
import { toLength } from './length.ts';
import { NodeTable } from './node-table.ts';

/** What to do with edges that something weakens: count them as any other, make them costlier, or leave them out. */
export type Attenuation = 'off' | 'attenuate' | 'suppress';

/** Steps that one doubt is worth. */
const DOUBT_COST = 4;

interface Kept {
  readonly inputs: readonly unknown[];
  readonly edges: readonly GraphEdge[];
}

/** Makes edges, and keeps them as long as what they were made of is the same. Nodes keep their numbers, also when nothing leads to them any more. */
export class EdgeStore {
  readonly nodes = new NodeTable();
  readonly #attenuation: Attenuation;
  readonly #named = new Map<string, Kept>();
  readonly #owned = new WeakMap<object, Kept>();

  constructor(attenuation: Attenuation) {
    this.#attenuation = attenuation;
  }

  /** The edges of an object, or under a name: those that are kept, if every input is the same value. */
  refresh(
    key: string | object,
    kind: EdgeKind,
    inputs: readonly unknown[],
    list: () => Iterable<Connection & { readonly kind?: EdgeKind }>,
  ): readonly GraphEdge[] {
    const known = typeof key === 'string' ? this.#named.get(key) : this.#owned.get(key);
    if (known !== undefined && areSame(inputs, known.inputs)) return known.edges;
    const kept = { inputs, edges: this.make(kind, list()) };
    if (typeof key === 'string') this.#named.set(key, kept);
    else this.#owned.set(key, kept);
    return kept.edges;
  }

  make(kind: EdgeKind, connections: Iterable<Connection & { readonly kind?: EdgeKind }>): readonly GraphEdge[] {
    const made: GraphEdge[] = [];
    for (const { kind: own = kind, from, to, because, cuts = [], weakened = [] } of connections) {
      if (this.#attenuation === 'suppress' && weakened.length > 0) continue;
      const cost = own.cost + (this.#attenuation === 'off' ? 0 : DOUBT_COST * weakened.length);
      made.push({ from: this.nodes.add(from), to: this.nodes.add(to), kind: own, cost, length: toLength(cost), because, cuts, weakened });
    }
    return made;
  }
}

export function areSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((input, index) => input === b[index]);
}
