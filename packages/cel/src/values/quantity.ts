import { type Failure, fail } from './failure.ts';
import { INT_MAX, INT_MIN, type Int, shortenInt } from './numbers.ts';

/** Quantities are whole numbers of billionths; finer amounts are rounded up. */
const NANOS = 1_000_000_000n;
/** The largest quantity that is kept; larger ones are capped (resource.Quantity). */
const MAX_NANOS = INT_MAX * NANOS;

/**
 * A Kubernetes quantity, exact (https://pkg.go.dev/k8s.io/apimachinery/pkg/api/resource#Quantity).
 *
 * `scale` is the power of ten in which the API server would hold it as a 64-bit integer, undefined where it would turn to
 * arbitrary precision. It only decides `isInteger` and `asInteger`, which refuse what is not held as a whole number.
 */
export class Quantity {
  readonly celType = 'kubernetes.Quantity';
  readonly nanos: bigint;
  readonly scale: number | undefined;

  constructor(nanos: bigint, scale: number | undefined) {
    this.nanos = nanos;
    this.scale = scale;
  }

  equals(other: unknown): boolean {
    return other instanceof Quantity && other.nanos === this.nanos;
  }

  /** A plain decimal. */
  toText(): string {
    const absolute = this.nanos < 0n ? -this.nanos : this.nanos;
    const fraction = (absolute % NANOS).toString().padStart(9, '0').replace(/0+$/, '');
    return `${this.nanos < 0n ? '-' : ''}${absolute / NANOS}${fraction === '' ? '' : `.${fraction}`}`;
  }
}

const SHAPE = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/;
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };

/** Longest quantity; Kubernetes itself has no limit, and none in use comes near. */
const MAX_LENGTH = 128;
/** Exponents beyond are zero or capped anyway. */
const MAX_EXPONENT = 200;
/** Digits that surely fit 64 bits: the API server holds amounts with more in arbitrary precision. */
const FAST_DIGITS = 18;

export function parseQuantity(text: string): Quantity | Failure {
  const match = text.length <= MAX_LENGTH ? SHAPE.exec(text) : null;
  const [, sign, whole = '', fraction = '', suffix = ''] = match ?? [];
  if (match === null || whole + fraction === '') {
    return fail("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
  }
  const unit = readSuffix(suffix);
  if (unit === undefined) return fail("unable to parse quantity's suffix");
  const digits = whole.replace(/^0+/, '');
  const amount = BigInt(whole + fraction) * (unit.base === 2 ? 1n << BigInt(unit.exponent) : 1n);
  const exponent = (unit.base === 10 ? unit.exponent : 0) - fraction.length;
  const nanos = scaleUp(amount, exponent + 9);
  const capped = nanos > MAX_NANOS ? MAX_NANOS : nanos;
  return new Quantity(sign === '-' ? -capped : capped, findScale(unit, digits.length, fraction.length));
}

interface Unit {
  readonly base: 2 | 10;
  readonly exponent: number;
}

function readSuffix(suffix: string): Unit | undefined {
  const binary = Object.hasOwn(BINARY, suffix) ? BINARY[suffix] : undefined;
  if (binary !== undefined) return { base: 2, exponent: binary };
  const decimal = Object.hasOwn(DECIMAL, suffix) ? DECIMAL[suffix] : undefined;
  if (decimal !== undefined) return { base: 10, exponent: decimal };
  const written = /^[eE]([+-]?\d{1,9})$/.exec(suffix)?.[1];
  if (written === undefined) return undefined;
  return { base: 10, exponent: Math.max(-MAX_EXPONENT, Math.min(MAX_EXPONENT, Number(written))) };
}

/** Times a power of ten; what is lost below one rounds away from zero. */
function scaleUp(amount: bigint, exponent: number): bigint {
  if (exponent >= 0) return amount * 10n ** BigInt(exponent);
  const divisor = 10n ** BigInt(-exponent);
  return (amount + divisor - 1n) / divisor;
}

/** The scale under which resource.ParseQuantity holds the number as 64 bits, undefined where it takes its slow path. */
function findScale(unit: Unit, wholeDigits: number, fractionDigits: number): number | undefined {
  if (unit.base === 10) {
    const scale = unit.exponent - fractionDigits;
    return FAST_DIGITS - wholeDigits - fractionDigits >= 0 && scale >= -9 ? scale : undefined;
  }
  const precision = 15 - wholeDigits - Math.trunc((unit.exponent * 3) / 10) - 1;
  return fractionDigits === 0 && precision >= 0 ? 0 : undefined;
}

export function quantityFromInt(value: Int): Quantity {
  return new Quantity(BigInt(value) * NANOS, 0);
}

/** Sum (sign 1) or difference (sign -1). */
export function addQuantities(left: Quantity, right: Quantity, sign: 1n | -1n): Quantity {
  return new Quantity(left.nanos + sign * right.nanos, joinScales(left, right));
}

function joinScales(left: Quantity, right: Quantity): number | undefined {
  if (left.scale === undefined || right.scale === undefined) return undefined;
  if (left.nanos === 0n) return right.scale;
  return right.nanos === 0n ? left.scale : Math.min(left.scale, right.scale);
}

/** The quantity as an int, undefined when it is not held as a whole number of 64 bits. */
export function toInteger({ nanos, scale }: Quantity): Int | undefined {
  if (scale === undefined || scale < 0) return undefined;
  const value = nanos / NANOS;
  return value > INT_MAX || value < INT_MIN ? undefined : shortenInt(value);
}

export function toApproximateFloat({ nanos }: Quantity): number {
  const whole = nanos / NANOS;
  return Number(whole) + Number(nanos - whole * NANOS) / 1e9;
}

export function compareQuantities(left: Quantity, right: Quantity): -1 | 0 | 1 {
  if (left.nanos === right.nanos) return 0;
  return left.nanos < right.nanos ? -1 : 1;
}
