import type { EnforcementState } from '@breakwater/protocol';
import type { Outbox } from '../thread/outbox.ts';

type States = Readonly<Record<string, number>>;

/** How often each policy came to which state on the whole cluster, added up from its slices, and how it is enforced there. */
export class PolicyTotals {
  readonly #outbox: Outbox;
  readonly #bySlice = new Map<string, ReadonlyMap<string, States>>();
  readonly #totals = new Map<string, Record<string, number>>();
  readonly #changed = new Set<string>();
  #enforcement: ReadonlyMap<string, EnforcementState> = new Map();

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /** What a slice counts now, instead of what it counted before. */
  set(slice: string, counts: ReadonlyMap<string, States>): void {
    for (const [policy, states] of this.#bySlice.get(slice) ?? []) this.#add(policy, states, -1);
    for (const [policy, states] of counts) this.#add(policy, states, 1);
    if (counts.size === 0) this.#bySlice.delete(slice);
    else this.#bySlice.set(slice, counts);
  }

  setEnforcement(states: ReadonlyMap<string, EnforcementState>): void {
    for (const policy of [...this.#enforcement.keys(), ...states.keys()]) this.#changed.add(policy);
    this.#enforcement = states;
  }

  /** Tells what has changed; policies that count nothing and are enforced nowhere go away. */
  tell(): void {
    for (const policy of this.#changed) {
      const entries = Object.entries(this.#totals.get(policy) ?? {}).filter(([, count]) => count > 0);
      // In one order, so that equal counts have one text.
      const states = Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
      if (Object.keys(states).length === 0) this.#totals.delete(policy);
      const enforcement = this.#enforcement.get(policy);
      const isKnown = this.#totals.has(policy) || enforcement !== undefined;
      if (isKnown) this.#outbox.put('policy-state', policy, JSON.stringify({ policy, states, enforcement }));
      else this.#outbox.delete('policy-state', policy);
    }
    this.#changed.clear();
  }

  retell(): void {
    for (const policy of [...this.#totals.keys(), ...this.#enforcement.keys()]) this.#changed.add(policy);
    this.tell();
  }

  #add(policy: string, states: States, sign: 1 | -1): void {
    const totals = this.#totals.get(policy) ?? {};
    for (const [state, count] of Object.entries(states)) totals[state] = (totals[state] ?? 0) + sign * count;
    this.#totals.set(policy, totals);
    this.#changed.add(policy);
  }
}
