import type { Binding } from './role.ts';

/** A binding with its place in the order in which the API server asks: ClusterRoleBindings first. */
export interface RankedBinding {
  readonly binding: Binding;
  readonly rank: number;
}

/** Bindings by a key, and below it by namespace; those that hold everywhere are filed under the empty one. */
export class ScopedBindings {
  readonly #byKey = new Map<string, Map<string, RankedBinding[]>>();

  add(key: string, ranked: RankedBinding): void {
    const scopes = this.#byKey.get(key) ?? new Map<string, RankedBinding[]>();
    this.#byKey.set(key, scopes);
    const bindings = scopes.get(ranked.binding.namespace);
    if (bindings === undefined) scopes.set(ranked.binding.namespace, [ranked]);
    // A binding may name one subject twice.
    else if (bindings.at(-1) !== ranked) bindings.push(ranked);
  }

  /** Bindings of any of the keys that count in a namespace (none when empty), each once, in order. */
  list(keys: Iterable<string>, namespace: string): readonly Binding[] {
    const found = new Map<number, RankedBinding>();
    for (const key of keys) {
      const scopes = this.#byKey.get(key);
      for (const scope of namespace === '' ? [''] : ['', namespace]) {
        for (const ranked of scopes?.get(scope) ?? []) found.set(ranked.rank, ranked);
      }
    }
    return [...found.values()].sort((a, b) => a.rank - b.rank).map(({ binding }) => binding);
  }
}

export function rankBindings(bindings: readonly Binding[]): readonly RankedBinding[] {
  const everywhere = bindings.filter(binding => binding.kind === 'ClusterRoleBinding');
  const local = bindings.filter(binding => binding.kind === 'RoleBinding');
  return [...everywhere, ...local].map((binding, rank) => ({ binding, rank }));
}
