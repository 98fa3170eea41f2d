import { binaryTag, NOT_RESOLVED } from 'js-yaml';

/** What a scalar can stand for. `NaN` and the infinities appear here, although JSON cannot hold them. */
export type ScalarValue = string | number | bigint | boolean | null;

const WORDS: ReadonlyMap<string, ScalarValue> = new Map<string, ScalarValue>([
  ...toEntries(['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'], true),
  ...toEntries(['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'], false),
  ...toEntries(['', '~', 'null', 'Null', 'NULL'], null),
  ...toEntries(['.nan', '.NaN', '.NAN'], Number.NaN),
  ...toEntries(['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'], Number.POSITIVE_INFINITY),
  ...toEntries(['-.inf', '-.Inf', '-.INF'], Number.NEGATIVE_INFINITY),
]);

const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[oO]?([0-7]+)|0[bB]([01]+)|(0|[1-9][0-9]*))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const FLOAT_BELOW_ONE = /^\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+)?$/;
const MAX_UINT64 = 2n ** 64n - 1n;
const MIN_INT64 = -(2n ** 63n);

/**
 * The value of a plain scalar without tag, as the YAML reader of Kubernetes resolves it (sigs.k8s.io/yaml over go-yaml v2): the
 * words of YAML 1.1, integers of base 2, 8, 10 and 16 with underscores, floats; timestamps and base 60 stay strings. Integers beyond
 * 2^53 are bigint, beyond 64 bits floats.
 */
export function resolvePlain(text: string): ScalarValue {
  const first = text.charCodeAt(0);
  if (isDigit(first) || first === 43 || first === 45) return resolveNumber(text);
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (first === 46 && FLOAT_BELOW_ONE.test(text)) return toFinite(text.replaceAll('_', '')) ?? text;
  return text;
}

/**
 * The value of a scalar with a tag (`!!int`, `!foo`), or undefined when the text is not of that type. Tags of applications leave the
 * text alone.
 */
export function resolveTagged(tag: string, text: string): ScalarValue | undefined {
  if (tag === '!!binary') return resolveBinary(text);
  const type = RESOLVED_TAGS.get(tag);
  if (type === undefined) return text;
  const value = resolvePlain(text);
  if (type === 'timestamp') return /^\d{4}-/.test(text) ? text : undefined;
  return type === toType(value) || (type === 'float' && toType(value) === 'integer') ? value : undefined;
}

type ScalarType = 'null' | 'boolean' | 'integer' | 'float' | 'string' | 'timestamp';

const RESOLVED_TAGS: ReadonlyMap<string, ScalarType> = new Map<string, ScalarType>([
  ['!!null', 'null'],
  ['!!bool', 'boolean'],
  ['!!int', 'integer'],
  ['!!float', 'float'],
  ['!!timestamp', 'timestamp'],
]);

function toType(value: ScalarValue): ScalarType {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'string') return 'string';
  return typeof value === 'bigint' || Number.isInteger(value) ? 'integer' : 'float';
}

function resolveNumber(text: string): ScalarValue {
  const infinity = WORDS.get(text);
  if (infinity !== undefined) return infinity;
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  const value = INTEGER.test(plain) ? resolveInteger(plain) : undefined;
  if (value !== undefined) return value;
  return (FLOAT.test(plain) ? toFinite(plain) : undefined) ?? text;
}

function resolveInteger(plain: string): number | bigint | undefined {
  const [, sign = '', hex, octal, binary, decimal] = INTEGER.exec(plain) ?? [];
  if (decimal !== undefined && decimal.length < 16) return Number(plain) + 0;
  return toInt64(sign, toMagnitude(hex, octal, binary, decimal));
}

function toMagnitude(hex?: string, octal?: string, binary?: string, decimal?: string): bigint {
  if (hex !== undefined) return BigInt(`0x${hex}`);
  if (octal !== undefined) return BigInt(`0o${octal}`);
  if (binary !== undefined) return BigInt(`0b${binary}`);
  return BigInt(decimal ?? 0);
}

function toInt64(sign: string, magnitude: bigint): number | bigint | undefined {
  const value = sign === '-' ? -magnitude : magnitude;
  // go-yaml reads a number with a plus sign as int64 only.
  const max = sign === '+' ? -MIN_INT64 - 1n : MAX_UINT64;
  if (value < MIN_INT64 || value > max) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function toFinite(text: string): number | undefined {
  const value = Number(text);
  return Number.isFinite(value) ? value + 0 : undefined;
}

function resolveBinary(text: string): string | undefined {
  const bytes = binaryTag.resolve(text, true, '!!binary');
  return bytes === NOT_RESOLVED ? undefined : new TextDecoder('utf-8').decode(bytes);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function toEntries(words: readonly string[], value: ScalarValue): [string, ScalarValue][] {
  return words.map(word => [word, value]);
}
