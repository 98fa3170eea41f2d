import type { CelType } from '../types.ts';
import type { CelValue } from '../values/value.ts';
import { exactly, ONE, type Range } from './range.ts';

/** Bytes of the largest request that an API server takes: https://github.com/etcd-io/etcd bounds it. */
const MAX_REQUEST = 3 * 1024 * 1024;
/** `0,` is the shortest element of a list in JSON, `"":0,` the shortest entry of a map. */
const MAX_ELEMENTS = MAX_REQUEST / 2;

/** How long a value of a type may be: characters, bytes, elements or entries; 1 for what has no length. */
export function sizeOfType(type: CelType): Range {
  switch (type.kind) {
    case 'string':
    case 'bytes':
    case 'dyn':
    case 'any':
    case 'error':
    case 'param':
      return { min: 0, max: MAX_REQUEST };
    case 'list':
    case 'map':
      return { min: 0, max: MAX_ELEMENTS };
    case 'optional':
      return sizeOfType(type.value);
    case 'wrapper':
      return sizeOfType(type.of);
    default:
      return ONE;
  }
}

export function sizeOfValue(value: CelValue): Range {
  if (typeof value === 'string') return exactly(value.length);
  return value instanceof Uint8Array ? exactly(value.length) : ONE;
}

const dummies = new Map<string, CelValue>();
/** Prices of longer lists take as long to work out as the call itself. */
const LONGEST_LIST = 1000;

/** A value of a type and length to ask prices with; undefined where none can be made up. */
export function makeDummy(type: CelType, size: number): CelValue | undefined {
  if (type.kind !== 'string' && type.kind !== 'list') return undefined;
  if (type.kind === 'list' && size > LONGEST_LIST) return undefined;
  const length = Math.min(size, MAX_REQUEST);
  const key = `${type.kind} ${length}`;
  const known = dummies.get(key);
  if (known !== undefined) return known;
  const made = type.kind === 'string' ? 'x'.repeat(length) : new Array<CelValue>(length);
  if (dummies.size < 64) dummies.set(key, made);
  return made;
}
