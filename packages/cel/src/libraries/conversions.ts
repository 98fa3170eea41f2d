import { costOfFirst, defineFunction, type Library } from '../declarations.ts';
import { type Failure, fail } from '../values/failure.ts';
import { CelDouble, CelUint, formatDouble, INT_MAX, INT_MIN, type Int, shortenInt, toInt, toUint, UINT_MAX } from '../values/numbers.ts';
import { decodeUtf8, encodeUtf8 } from '../values/strings.ts';
import {
  type CelDuration,
  type CelTimestamp,
  formatDuration,
  formatTimestamp,
  parseDuration,
  parseTimestamp,
  timestampFromSeconds,
  toSeconds,
} from '../values/time.ts';
import type { CelValue } from '../values/value.ts';

const BOOLS: Readonly<Record<string, boolean>> = {
  '1': true,
  t: true,
  T: true,
  true: true,
  TRUE: true,
  True: true,
  '0': false,
  f: false,
  F: false,
  false: false,
  FALSE: false,
  False: false,
};

function toBool(text: string): boolean | Failure {
  return Object.hasOwn(BOOLS, text) ? (BOOLS[text] ?? false) : fail(`'${text.slice(0, 64)}' is no bool`);
}

function toIntFromDouble({ value }: CelDouble): CelValue | Failure {
  // 2^63 is the first double beyond the largest int; the bounds themselves are refused as in cel-go.
  if (!(value > Number(INT_MIN) && value < Number(INT_MAX))) return fail('integer overflow');
  return shortenInt(BigInt(Math.trunc(value)));
}

function toUintFromDouble({ value }: CelDouble): CelValue | Failure {
  if (!(value >= 0 && value < Number(UINT_MAX))) return fail('unsigned integer overflow');
  return new CelUint(BigInt(Math.trunc(value)));
}

/** Longest decimal that is converted: a 64-bit number has 20 digits, leading zeros are allowed some room. */
const MAX_DIGITS = 64;

function parseInteger(text: string, pattern: RegExp): bigint | undefined {
  return text.length <= MAX_DIGITS && pattern.test(text) ? BigInt(text.replace('+', '')) : undefined;
}

function toIntFromString(text: string): CelValue | Failure {
  const value = parseInteger(text, /^[+-]?\d+$/);
  return value === undefined ? fail(`'${text.slice(0, 64)}' is no int`) : toInt(value);
}

function toUintFromString(text: string): CelValue | Failure {
  const value = parseInteger(text, /^\d+$/);
  return value === undefined ? fail(`'${text.slice(0, 64)}' is no uint`) : toUint(value);
}

/** What Go's strconv.ParseFloat takes in decimal notation. */
function toDoubleFromString(text: string): CelValue | Failure {
  if (/^[+-]?inf(?:inity)?$/i.test(text)) return new CelDouble(text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  if (/^[+-]?nan$/i.test(text)) return new CelDouble(Number.NaN);
  const value = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? new CelDouble(value) : fail(`'${text.slice(0, 64)}' is no double`);
}

function toStringFromBytes(bytes: Uint8Array): string | Failure {
  return decodeUtf8(bytes) ?? fail('invalid UTF-8');
}

function keep(value: CelValue): CelValue {
  return value;
}

const byLength = { cost: costOfFirst };

/** Conversions between types (https://github.com/google/cel-spec/blob/master/doc/langdef.md#type-conversions). */
export const library: Library = {
  name: 'conversions',
  functions: [
    defineFunction('bool', ['bool'], 'bool', keep),
    defineFunction('bool', ['string'], 'bool', toBool),
    defineFunction('bytes', ['bytes'], 'bytes', keep),
    defineFunction('bytes', ['string'], 'bytes', encodeUtf8, byLength),
    defineFunction('double', ['double'], 'double', keep),
    defineFunction('double', ['int'], 'double', (value: Int) => new CelDouble(Number(value))),
    defineFunction('double', ['uint'], 'double', (value: CelUint) => new CelDouble(Number(value.value))),
    defineFunction('double', ['string'], 'double', toDoubleFromString),
    defineFunction('duration', ['duration'], 'duration', keep),
    defineFunction('duration', ['string'], 'duration', parseDuration, { validated: true }),
    defineFunction('int', ['int'], 'int', keep),
    defineFunction('int', ['uint'], 'int', (value: CelUint) => toInt(value.value)),
    defineFunction('int', ['double'], 'int', toIntFromDouble),
    defineFunction('int', ['string'], 'int', toIntFromString),
    defineFunction('int', ['timestamp'], 'int', (value: CelTimestamp) => shortenInt(toSeconds(value))),
    defineFunction('string', ['string'], 'string', keep),
    defineFunction('string', ['bool'], 'string', String),
    defineFunction('string', ['int'], 'string', String),
    defineFunction('string', ['uint'], 'string', (value: CelUint) => String(value.value)),
    defineFunction('string', ['double'], 'string', (value: CelDouble) => formatDouble(value.value)),
    defineFunction('string', ['bytes'], 'string', toStringFromBytes, byLength),
    defineFunction('string', ['timestamp'], 'string', formatTimestamp),
    defineFunction('string', ['duration'], 'string', (value: CelDuration) => formatDuration(value)),
    defineFunction('timestamp', ['timestamp'], 'timestamp', keep),
    defineFunction('timestamp', ['string'], 'timestamp', parseTimestamp, { validated: true }),
    defineFunction('timestamp', ['int'], 'timestamp', (value: Int) => timestampFromSeconds(BigInt(value))),
    defineFunction('uint', ['uint'], 'uint', keep),
    defineFunction('uint', ['int'], 'uint', (value: Int) => toUint(BigInt(value))),
    defineFunction('uint', ['double'], 'uint', toUintFromDouble),
    defineFunction('uint', ['string'], 'uint', toUintFromString),
  ],
};
