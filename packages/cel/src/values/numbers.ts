import { type Failure, fail } from './failure.ts';

export const INT_MAX = 9223372036854775807n;
export const INT_MIN = -9223372036854775808n;
export const UINT_MAX = 18446744073709551615n;

/** A CEL int: a JavaScript number while it is a safe integer, a bigint beyond. Never a bigint for a safe integer. */
export type Int = number | bigint;

/** A CEL double; bare JavaScript numbers are ints. */
export class CelDouble {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** A CEL uint, 0 to 2^64-1. */
export class CelUint {
  readonly value: bigint;
  constructor(value: bigint) {
    this.value = value;
  }
}

export type Numeric = Int | CelDouble | CelUint;

/** A bigint as a CEL int; a failure outside of 64 bits. */
export function toInt(value: bigint): Int | Failure {
  if (value > INT_MAX || value < INT_MIN) return fail('integer overflow');
  return shortenInt(value);
}

/** A bigint known to lie within 64 bits, in its canonical form. */
export function shortenInt(value: bigint): Int {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

export function toUint(value: bigint): CelUint | Failure {
  return value < 0n || value > UINT_MAX ? fail('unsigned integer overflow') : new CelUint(value);
}

/** A raw JavaScript number as CEL sees it: an int when it has no fraction and fits 64 bits, a double otherwise. */
export function adoptNumber(value: number): Int | CelDouble {
  if (Number.isSafeInteger(value)) return value;
  if (Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63) return BigInt(value);
  return new CelDouble(value);
}

export function isInt(value: unknown): value is Int {
  return typeof value === 'number' || typeof value === 'bigint';
}

export function isNumeric(value: unknown): value is Numeric {
  return isInt(value) || value instanceof CelDouble || value instanceof CelUint;
}

/**
 * The order of two numbers across their types: negative, 0, positive, NaN. As in cel-go, a double is compared with an int or
 * uint as doubles, so that neighbours of 2^63 are equal to it; ints and uints compare exactly.
 */
export function compareNumbers(left: Numeric, right: Numeric): number {
  const lossy = left instanceof CelDouble || right instanceof CelDouble;
  const a = lossy ? Number(toPrimitive(left)) : toPrimitive(left);
  const b = lossy ? Number(toPrimitive(right)) : toPrimitive(right);
  if (a < b) return -1;
  if (a > b) return 1;
  return Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : 0;
}

function toPrimitive(value: Numeric): number | bigint {
  return typeof value === 'object' ? value.value : value;
}

/** The int that equals a numeric exactly, for indexes and map keys; undefined when there is none. */
export function toExactInt(value: unknown): Int | undefined {
  if (isInt(value)) return typeof value === 'number' && !Number.isSafeInteger(value) ? toExactInt(adoptNumber(value)) : value;
  if (value instanceof CelUint) return shortenInt(value.value);
  if (!(value instanceof CelDouble) || !Number.isInteger(value.value)) return undefined;
  return Number.isSafeInteger(value.value) ? value.value + 0 : shortenInt(BigInt(value.value));
}

/**
 * A double as cel-go's `string()` writes it: Go's `strconv.FormatFloat(value, 'g', -1, 64)`, which turns to exponents below
 * 1e-4 and from 1e6 on (https://pkg.go.dev/strconv#FormatFloat).
 */
export function formatDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  // Within this range JavaScript never writes an exponent itself.
  if (exponent >= -4 && exponent < 6) return String(value);
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
