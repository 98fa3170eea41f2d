import { costOfTraversal, measureSize } from '../declarations.ts';
import { adoptElement } from './adopt.ts';
import { formatFixed, formatScientific } from './decimal.ts';
import { nameType } from './describe.ts';
import { Failure, fail } from './failure.ts';
import { isMap, listKeys, readKey } from './map.ts';
import { CelDouble, CelUint, type Int, isInt } from './numbers.ts';
import { encodeUtf8 } from './strings.ts';
import { formatValue } from './text.ts';
import { CelDuration, CelTimestamp } from './time.ts';
import { CelTypeValue } from './type-value.ts';
import type { CelValue } from './value.ts';

const CLAUSE = /%(?:%|(?:\.(\d*))?([a-zA-Z]?))/g;
const MAX_PRECISION = 100;
const DEFAULT_PRECISION = 6;

/** Formats one argument; the precision is undefined where none is written. */
type Clause = (value: CelValue, precision: number | undefined) => string | Failure;

const CLAUSES: Readonly<Record<string, Clause>> = {
  s: formatString,
  d: formatDecimal,
  f: (value, precision) => formatFloat(value, precision, formatFixed, 'fixed-point'),
  e: (value, precision) => formatFloat(value, precision, formatScientific, 'scientific'),
  b: formatBinary,
  o: formatOctal,
  x: value => formatHex(value),
  X: value => {
    const text = formatHex(value);
    return text instanceof Failure ? text : text.toUpperCase();
  },
};

/** The template and everything in the arguments is walked. */
export function costOfFormat(template: string, args: readonly unknown[]): number {
  return costOfTraversal(template.length + measureDeep(args));
}

function measureDeep(value: unknown): number {
  if (typeof value === 'string' || value instanceof Uint8Array) return value.length;
  if (Array.isArray(value)) return value.reduce<number>((total, element) => total + measureDeep(element), 1);
  if (!isMap(value)) return 1;
  return listKeys(value).reduce<number>((total, key) => total + measureSize(key) + measureDeep(readKey(value, key)), 1);
}

/** `"%s is %d".format([a, b])` (https://pkg.go.dev/github.com/google/cel-go/ext#Strings). */
export function formatTemplate(template: string, args: readonly CelValue[]): string | Failure {
  let out = '';
  let last = 0;
  let used = 0;
  for (const match of template.matchAll(CLAUSE)) {
    out += template.slice(last, match.index);
    last = match.index + match[0].length;
    if (match[0] === '%%') {
      out += '%';
      continue;
    }
    const text = formatClause(match, args, used++);
    if (text instanceof Failure) return text;
    out += text;
  }
  return out + template.slice(last);
}

function formatClause(match: RegExpMatchArray, args: readonly CelValue[], index: number): string | Failure {
  const [whole, digits, letter = ''] = match;
  const clause = Object.hasOwn(CLAUSES, letter) ? CLAUSES[letter] : undefined;
  if (clause === undefined) return fail(`could not parse formatting clause: unrecognized formatting clause "${letter || whole}"`);
  if (index >= args.length) return fail(`index ${index} out of range`);
  const precision = digits === undefined ? undefined : Number(digits);
  if (precision !== undefined && precision > MAX_PRECISION) return fail(`precision ${digits} is above ${MAX_PRECISION}`);
  const argument = adoptElement(args[index]);
  if (argument instanceof Failure) return argument;
  return clause(argument, precision);
}

function formatString(value: CelValue): string | Failure {
  return findUnprintable(value) ?? formatValue(value);
}

const PRINTABLE = 'strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps';

function findUnprintable(value: CelValue): Failure | undefined {
  if (Array.isArray(value)) return value.map(element => findUnprintable(element)).find(found => found !== undefined);
  if (isMap(value)) {
    const map = value;
    return listKeys(map)
      .map(key => findUnprintable(readKey(map, key) as CelValue))
      .find(found => found !== undefined);
  }
  return isPrintable(value)
    ? undefined
    : fail(`error during formatting: string clause can only be used on ${PRINTABLE}, was given ${nameType(value)}`);
}

function isPrintable(value: CelValue): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return [CelDouble, CelUint, Uint8Array, CelTimestamp, CelDuration, CelTypeValue].some(type => value instanceof type);
}

function formatDecimal(value: CelValue): string | Failure {
  if (isInt(value)) return String(value);
  if (value instanceof CelUint || value instanceof CelDouble) return String(value.value);
  return fail(`error during formatting: decimal clause can only be used on integers, was given ${nameType(value)}`);
}

function formatFloat(
  value: CelValue,
  precision: number | undefined,
  format: (value: number, digits: number) => string,
  name: string,
): string | Failure {
  const number =
    value instanceof CelDouble ? value.value : value instanceof CelUint || isInt(value) ? Number(formatDecimal(value)) : undefined;
  if (number === undefined)
    return fail(`error during formatting: ${name} clause can only be used on doubles, was given ${nameType(value)}`);
  return Number.isFinite(number) ? format(number, precision ?? DEFAULT_PRECISION) : String(number);
}

function formatBinary(value: CelValue): string | Failure {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return (
    formatRadix(value, 2) ??
    fail(`error during formatting: only integers and bools can be formatted as binary, was given ${nameType(value)}`)
  );
}

function formatOctal(value: CelValue): string | Failure {
  return formatRadix(value, 8) ?? fail(`error during formatting: octal clause can only be used on integers, was given ${nameType(value)}`);
}

function formatHex(value: CelValue): string | Failure {
  if (typeof value === 'string') return formatBytes(encodeUtf8(value));
  if (value instanceof Uint8Array) return formatBytes(value);
  const text = formatRadix(value, 16);
  return (
    text ?? fail(`error during formatting: only integers, byte buffers, and strings can be formatted as hex, was given ${nameType(value)}`)
  );
}

function formatBytes(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

function formatRadix(value: CelValue, radix: number): string | undefined {
  if (value instanceof CelUint) return value.value.toString(radix);
  return isInt(value) ? (value as Int).toString(radix) : undefined;
}
