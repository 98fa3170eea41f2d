import { BOOL, BYTES, type CelType, DOUBLE, DYN, INT, NULL, STRING, UINT } from '../types.ts';
import { CelDouble, CelUint } from '../values/numbers.ts';
import type { CelValue } from '../values/value.ts';

export function typeOfLiteral(value: CelValue): CelType {
  switch (typeof value) {
    case 'string':
      return STRING;
    case 'boolean':
      return BOOL;
    case 'number':
    case 'bigint':
      return INT;
  }
  if (value === null) return NULL;
  if (value instanceof CelDouble) return DOUBLE;
  if (value instanceof CelUint) return UINT;
  return value instanceof Uint8Array ? BYTES : DYN;
}
