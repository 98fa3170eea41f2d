/** A double as an exact fraction. */
function toFraction(value: number): { numerator: bigint; denominator: bigint } {
  let denominator = 1n;
  let scaled = value;
  // Multiplying by two is exact; a double has at most 1074 fractional bits.
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return { numerator: BigInt(scaled), denominator };
}

/** Division rounded to the nearest integer, ties to even, as Go formats floats. Both are positive. */
function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  if (twice < denominator || (twice === denominator && quotient % 2n === 0n)) return quotient;
  return quotient + 1n;
}

/** Go's `%.<digits>f`: JavaScript's toFixed rounds ties up and gives up at 1e21. */
export function formatFixed(value: number, digits: number): string {
  const { numerator, denominator } = toFraction(Math.abs(value));
  const scaled = divideRounded(numerator * 10n ** BigInt(digits), denominator)
    .toString()
    .padStart(digits + 1, '0');
  const whole = scaled.slice(0, scaled.length - digits);
  return `${isNegative(value) ? '-' : ''}${whole}${digits === 0 ? '' : `.${scaled.slice(scaled.length - digits)}`}`;
}

/** Go's `%.<digits>e`: at least two digits of exponent. */
export function formatScientific(value: number, digits: number): string {
  if (value === 0) return `${isNegative(value) ? '-' : ''}${joinMantissa('0'.repeat(digits + 1))}e+00`;
  const { numerator, denominator } = toFraction(Math.abs(value));
  let exponent = Number(value.toExponential().split('e')[1]);
  const shift = digits - exponent;
  const scale = 10n ** BigInt(Math.abs(shift));
  let mantissa = (shift >= 0 ? divideRounded(numerator * scale, denominator) : divideRounded(numerator, denominator * scale)).toString();
  if (mantissa.length > digits + 1) {
    mantissa = mantissa.slice(0, -1);
    exponent++;
  }
  const sign = exponent < 0 ? '-' : '+';
  return `${isNegative(value) ? '-' : ''}${joinMantissa(mantissa)}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function joinMantissa(digits: string): string {
  return digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`;
}

function isNegative(value: number): boolean {
  return value < 0 || Object.is(value, -0);
}
