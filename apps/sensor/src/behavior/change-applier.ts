import { allowEntries, allowSightings, lockBaseline, removeEntries, type Sighting, unlockBaseline } from '@breakwater/behavior';
import { type BehaviorBaseline, type Event, toErrorMessage } from '@breakwater/model';
import type { BaselineChange, BaselineOutcome } from '@breakwater/protocol';
import type { BaselineStore } from './baseline-store.ts';
import type { BehaviorBook } from './behavior-book.ts';

export interface ChangeApplierOptions {
  readonly store: Pick<BaselineStore, 'findOutcome'>;
  readonly book: Pick<BehaviorBook, 'change'>;
  /** What was seen, with whose the other end of a connection is. */
  readonly toSighting: (event: Event) => Sighting;
}

/** Does what people want of baselines, each once, however often it is asked for. */
export class ChangeApplier {
  readonly #options: ChangeApplierOptions;

  constructor(options: ChangeApplierOptions) {
    this.#options = options;
  }

  /** What came of each; one that the disk does not take is not answered, and comes again. `now`: RFC 3339 UTC. */
  apply(changes: readonly BaselineChange[], now: string, onFailure: (message: string) => void): readonly BaselineOutcome[] {
    return changes.flatMap(change => {
      try {
        return [this.#options.store.findOutcome(change.id) ?? this.#apply(change, now)];
      } catch (cause) {
        onFailure(toErrorMessage(cause));
        return [];
      }
    });
  }

  #apply(change: BaselineChange, now: string): BaselineOutcome {
    return this.#options.book.change(change, now, baseline => this.#change(baseline, change, now));
  }

  #change(
    baseline: BehaviorBaseline,
    { change, entries, events, by }: BaselineChange,
    now: string,
  ): { readonly baseline: BehaviorBaseline; readonly unknown: readonly string[] } {
    if (change === 'lock') return { baseline: lockBaseline(baseline, by, now), unknown: [] };
    if (change === 'unlock') return { baseline: baseline.state === 'learning' ? baseline : unlockBaseline(baseline, now), unknown: [] };
    if (change === 'remove') return removeEntries(baseline, entries);
    const { baseline: allowed, unknown } = allowEntries(baseline, entries, now);
    return { baseline: allowSightings(allowed, events.map(this.#options.toSighting)), unknown };
  }
}
