import { CelDouble, CelUint, isInt } from '../values/numbers.ts';
import type { CelValue } from '../values/value.ts';

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A text in single quotes. */
export function formatString(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to be written otherwise
  return `'${text.replace(/[\\'\n\r\t\u0000-\u001f\u007f]/g, unit => ESCAPES[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`;
}

/** The text of a literal's value. */
export function formatLiteral(value: CelValue): string {
  if (typeof value === 'string') return formatString(value);
  if (value instanceof CelUint) return `${value.value}u`;
  if (value instanceof CelDouble) return formatDouble(value.value);
  if (value instanceof Uint8Array) return `b'${[...value].map(byte => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}'`;
  if (value === null || typeof value === 'boolean' || isInt(value)) return String(value);
  throw new TypeError('not a value that a literal has');
}

/** Without a point or an exponent it would be an int. */
function formatDouble(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
