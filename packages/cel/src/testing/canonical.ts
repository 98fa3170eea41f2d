import { adoptElement } from '../values/adopt.ts';
import { nameType } from '../values/describe.ts';
import { isMap, listKeys, readKey } from '../values/map.ts';
import { formatValue } from '../values/text.ts';
import type { CelValue } from '../values/value.ts';

/** A value with its types as text, so that two values have the same text exactly when they are the same CEL value of the same type. */
export function canonize(value: CelValue): string {
  if (Array.isArray(value)) return `[${value.map(element => canonize(adoptElement(element) as CelValue)).join(', ')}]`;
  if (isMap(value)) {
    const entries = listKeys(value).map(key => `${canonize(key)}: ${canonize(adoptElement(readKey(value, key)) as CelValue)}`);
    return `{${entries.sort().join(', ')}}`;
  }
  const text = formatValue(value);
  return typeof value === 'string' ? JSON.stringify(value) : `${nameType(value)} ${text === '-0' ? '0' : text}`;
}
