import type { InventoryObject } from '@breakwater/inventory';
import type { ObjectEntry } from '../thread/object-entry.ts';
import type { Scene } from './scene.ts';

type States = Readonly<Record<string, number>>;

/** One round over all objects of a slice, in parts, so that what has just changed need not wait for its end. */
export class SliceRound {
  readonly slice: string;
  readonly scene: Scene;
  readonly states = new Map<string, Record<string, number>>();
  #rest: readonly (readonly [ObjectEntry, InventoryObject])[];

  constructor(slice: string, scene: Scene) {
    this.slice = slice;
    this.scene = scene;
    this.#rest = [...(scene.slices.get(slice) ?? [])];
  }

  get isDone(): boolean {
    return this.#rest.length === 0;
  }

  /** The next objects; without those that were others when the scene was made: they are judged by themselves. */
  take(most: number, isCurrent: (entry: ObjectEntry) => boolean): ReadonlyMap<ObjectEntry, InventoryObject> {
    const part = this.#rest.slice(0, most);
    this.#rest = this.#rest.slice(most);
    return new Map(part.filter(([entry]) => isCurrent(entry)));
  }

  add(states: ReadonlyMap<string, States>): void {
    for (const [policy, counts] of states) {
      const sum = this.states.get(policy) ?? {};
      for (const [state, count] of Object.entries(counts)) sum[state] = (sum[state] ?? 0) + count;
      this.states.set(policy, sum);
    }
  }
}
