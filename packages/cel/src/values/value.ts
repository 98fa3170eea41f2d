/**
 * A CEL value at run time:
 *
 * | CEL | JavaScript |
 * |---|---|
 * | null, bool, string | null, boolean, string |
 * | int | number while it is a safe integer, bigint beyond |
 * | uint, double | CelUint, CelDouble |
 * | bytes | Uint8Array |
 * | list | array (elements may be raw JSON numbers: a fraction makes a double) |
 * | map | plain object (own string keys), or Map when a key is no string |
 * | timestamp, duration | CelTimestamp, CelDuration (Date is accepted on input) |
 * | type, optional | CelTypeValue, CelOptional |
 * | object of a declared type | any other object |
 */
export type CelValue = null | boolean | string | number | bigint | object;

export type CelMap = ReadonlyMap<CelValue, CelValue> | Readonly<Record<string, CelValue>>;
