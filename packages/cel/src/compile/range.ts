import { adoptElement } from '../values/adopt.ts';
import { nameType } from '../values/describe.ts';
import { Failure, fail } from '../values/failure.ts';
import { isMap, listKeys, readKey } from '../values/map.ts';
import type { CelMap, CelValue } from '../values/value.ts';
import type { Frame, Outcome } from './frame.ts';

/** What a macro walks over: the elements of a list with their indexes, or the keys of a map with their values. */
export interface Range {
  readonly size: number;
  /** Puts the variables of one step into their slots. */
  step(frame: Frame, index: number): void;
}

/** Opens a list or map for a walk with one variable (element or key) or two (index and element, key and value). */
export function openRange(value: Outcome, slots: readonly number[], offset: number): Range | Failure {
  if (Array.isArray(value)) return slots.length === 1 ? new ElementRange(value, slots[0] ?? 0) : new IndexedRange(value, slots);
  if (isMap(value)) return new EntryRange(value, slots);
  if (value instanceof Failure) return value;
  return Failure.locate(fail(`no such overload: ${nameType(value)} cannot be walked through`), offset);
}

class ElementRange implements Range {
  readonly size: number;
  readonly #list: readonly unknown[];
  readonly #slot: number;

  constructor(list: readonly unknown[], slot: number) {
    this.#list = list;
    this.#slot = slot;
    this.size = list.length;
  }

  step(frame: Frame, index: number): void {
    frame.locals[this.#slot] = adoptElement(this.#list[index]);
  }
}

class IndexedRange implements Range {
  readonly size: number;
  readonly #list: readonly unknown[];
  readonly #slots: readonly number[];

  constructor(list: readonly unknown[], slots: readonly number[]) {
    this.#list = list;
    this.#slots = slots;
    this.size = list.length;
  }

  step(frame: Frame, index: number): void {
    frame.locals[this.#slots[0] ?? 0] = index;
    frame.locals[this.#slots[1] ?? 0] = adoptElement(this.#list[index]);
  }
}

class EntryRange implements Range {
  readonly size: number;
  readonly #map: CelMap;
  readonly #keys: readonly CelValue[];
  readonly #slots: readonly number[];

  constructor(map: CelMap, slots: readonly number[]) {
    this.#map = map;
    this.#slots = slots;
    this.#keys = listKeys(map);
    this.size = this.#keys.length;
  }

  step(frame: Frame, index: number): void {
    const key = this.#keys[index] ?? null;
    frame.locals[this.#slots[0] ?? 0] = key;
    const second = this.#slots[1];
    if (second !== undefined) frame.locals[second] = adoptElement(readKey(this.#map, key));
  }
}
