import type { ScalarValue } from './resolve-scalar.ts';

/**
 * The JSON key for a scalar that stands as a key: what sigs.k8s.io/yaml writes for booleans, integers and floats (`on: x` gives
 * "true"). Undefined for null, which Kubernetes refuses.
 */
export function toMapKey(value: ScalarValue, text: string): string | undefined {
  if (typeof value === 'string') return value;
  if (value === null) return undefined;
  if (typeof value === 'number' && isFloat(value, text)) return formatFloat(value);
  return String(value);
}

function isFloat(value: number, text: string): boolean {
  return !Number.isInteger(value) || (/[.eE]/.test(text) && !/^[-+]?0[xX]/.test(text));
}

/** Shortest digits that keep a 32-bit float, as Go's strconv.FormatFloat(value, 'g', -1, 32) writes them. */
function formatFloat(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(Math.fround(value))) return value < 0 ? '-.inf' : '.inf';
  const [digits = '0', exponent = '0'] = findShortest(value).split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(Number(`${digits}e${power}`));
  const sign = power < 0 ? '-' : '+';
  return `${digits}e${sign}${String(Math.abs(power)).padStart(2, '0')}`;
}

function findShortest(value: number): string {
  for (let precision = 0; precision < 9; precision++) {
    const text = value.toExponential(precision);
    if (Math.fround(Number(text)) === Math.fround(value)) return text;
  }
  return value.toExponential(9);
}
