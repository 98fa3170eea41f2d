import { adoptElement } from './adopt.ts';
import { CelUint, type Int, isInt, toExactInt } from './numbers.ts';
import type { CelMap, CelValue } from './value.ts';

/** A map with keys that are no strings. Finds a key by its exact numeric value: 1, 1u and 1.0 are the same key. */
export class KeyedMap extends Map<CelValue, CelValue> {
  readonly #uints = new Map<Int, CelUint>();

  override set(key: CelValue, value: CelValue): this {
    if (key instanceof CelUint) this.#uints.set(toExactInt(key) ?? 0, key);
    return super.set(key, value);
  }

  /** The key as it is stored, or undefined. */
  findKey(key: CelValue): CelValue | undefined {
    if (typeof key === 'string' || typeof key === 'boolean') return this.has(key) ? key : undefined;
    const exact = toExactInt(key);
    if (exact === undefined) return undefined;
    return this.has(exact) ? exact : this.#uints.get(exact);
  }
}

export function isPlainObject(value: object): value is Record<string, unknown> {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

export function isMap(value: unknown): value is CelMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && (value instanceof Map || isPlainObject(value));
}

export function sizeOfMap(map: CelMap): number {
  return map instanceof Map ? map.size : listKeys(map).length;
}

/** Keys in the order of insertion; a key whose value is undefined is not there. */
export function listKeys(map: CelMap): CelValue[] {
  if (map instanceof Map) return [...map.keys()].map(key => adoptElement(key) as CelValue);
  const record = map as Record<string, unknown>;
  const keys = Object.keys(record);
  return keys.every(key => record[key] !== undefined) ? keys : keys.filter(key => record[key] !== undefined);
}

/** The raw value under a key, undefined when the map does not have it. Adopt it before use. */
export function readKey(map: CelMap, key: CelValue): unknown {
  if (map instanceof Map) {
    if (map instanceof KeyedMap) {
      const stored = map.findKey(key);
      return stored === undefined ? undefined : map.get(stored);
    }
    return map.get(isInt(key) || typeof key !== 'object' ? key : (toExactInt(key) ?? key));
  }
  if (typeof key !== 'string') return undefined;
  const record = map as Record<string, unknown>;
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Collects entries into a plain object while all keys are strings, and into a KeyedMap from the first other key on. */
export class MapBuilder {
  #record: Record<string, CelValue> = {};
  #map: KeyedMap | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** False when the key is there already. */
  add(key: CelValue, value: CelValue): boolean {
    this.#size++;
    if (this.#map === undefined && typeof key === 'string') {
      if (Object.hasOwn(this.#record, key)) return false;
      if (key === '__proto__') {
        Object.defineProperty(this.#record, key, { value, enumerable: true, configurable: true, writable: true });
      } else {
        this.#record[key] = value;
      }
      return true;
    }
    this.#map ??= this.#widen();
    if (this.#map.findKey(key) !== undefined) return false;
    this.#map.set(key, value);
    return true;
  }

  build(): CelMap {
    return this.#map ?? this.#record;
  }

  #widen(): KeyedMap {
    const map = new KeyedMap();
    for (const key of Object.keys(this.#record)) map.set(key, this.#record[key] ?? null);
    return map;
  }
}

/** CEL map keys are strings, bools, ints and uints. */
export function isKey(value: unknown): value is CelValue {
  return typeof value === 'string' || typeof value === 'boolean' || isInt(value) || value instanceof CelUint;
}
