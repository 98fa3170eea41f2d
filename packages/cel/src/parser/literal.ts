import { CelDouble, CelUint, INT_MAX, INT_MIN, shortenInt, UINT_MAX } from '../values/numbers.ts';
import { encodeUtf8 } from '../values/strings.ts';
import type { CelValue } from '../values/value.ts';
import { SyntaxFault } from './token.ts';

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '?': '?',
  '"': '"',
  "'": "'",
  '`': '`',
};

/** Reads a string or bytes literal with its prefix at `start`, which is known to begin one. */
export function readQuoted(source: string, start: number): { value: CelValue; end: number } {
  let at = start;
  let raw = false;
  let bytes = false;
  while (source[at] !== '"' && source[at] !== "'") {
    if (source[at] === 'r' || source[at] === 'R') raw = true;
    else bytes = true;
    at++;
  }
  const mark = source[at] ?? '';
  const quote = source.startsWith(mark.repeat(3), at) ? mark.repeat(3) : mark;
  const begin = at + quote.length;
  const end = findEnd(source, begin, quote, raw, start);
  const body = source.slice(begin, end).replace(/\r\n?/g, quote.length === 3 ? '\n' : '$&');
  const value = bytes ? readBytes(body, raw, begin) : raw || !body.includes('\\') ? body : unescapeString(body, begin);
  return { value, end: end + quote.length };
}

function findEnd(source: string, begin: number, quote: string, raw: boolean, start: number): number {
  let at = begin;
  while (at < source.length) {
    const unit = source[at];
    if (unit === '\\' && !raw) at += 2;
    else if (source.startsWith(quote, at)) return at;
    else if (quote.length === 1 && (unit === '\n' || unit === '\r')) break;
    else at++;
  }
  throw new SyntaxFault('unterminated string', start);
}

function unescapeString(body: string, begin: number): string {
  return replaceEscapes(body, begin, codePoint => {
    if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff)) return undefined;
    return String.fromCodePoint(codePoint);
  });
}

/** In bytes literals `\x` and octal escapes are bytes, and other characters their UTF-8. */
function readBytes(body: string, raw: boolean, begin: number): Uint8Array {
  if (raw || !body.includes('\\')) return encodeUtf8(body);
  const out: number[] = [];
  let last = 0;
  for (const { index, length, text, codePoint, wide } of listEscapes(body, begin)) {
    out.push(...encodeUtf8(body.slice(last, index)));
    if (wide || (codePoint !== undefined && codePoint > 0xff)) throw new SyntaxFault(`invalid escape in bytes literal`, begin + index);
    if (codePoint === undefined) out.push(...encodeUtf8(text));
    else out.push(codePoint);
    last = index + length;
  }
  out.push(...encodeUtf8(body.slice(last)));
  return Uint8Array.from(out);
}

function replaceEscapes(body: string, begin: number, write: (codePoint: number) => string | undefined): string {
  let out = '';
  let last = 0;
  for (const { index, length, text, codePoint } of listEscapes(body, begin)) {
    const replacement = codePoint === undefined ? text : write(codePoint);
    if (replacement === undefined) throw new SyntaxFault(`invalid code point '${body.slice(index, index + length)}'`, begin + index);
    out += body.slice(last, index) + replacement;
    last = index + length;
  }
  return out + body.slice(last);
}

interface Escape {
  readonly index: number;
  readonly length: number;
  /** What a simple escape stands for. */
  readonly text: string;
  /** What a numeric escape stands for. */
  readonly codePoint: number | undefined;
  /** Written with `\u` or `\U`. */
  readonly wide: boolean;
}

const NUMERIC = /[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})/y;

function* listEscapes(body: string, begin: number): Generator<Escape> {
  let index = body.indexOf('\\');
  while (index >= 0) {
    const simple = SIMPLE_ESCAPES[body[index + 1] ?? ''];
    NUMERIC.lastIndex = index + 1;
    const numeric = simple === undefined ? NUMERIC.exec(body) : null;
    if (simple === undefined && numeric === null) throw new SyntaxFault('invalid escape sequence', begin + index);
    const [, hex, short, long, octal] = numeric ?? [];
    const digits = hex ?? short ?? long;
    const codePoint = numeric === null ? undefined : digits === undefined ? Number.parseInt(octal ?? '', 8) : Number.parseInt(digits, 16);
    const length = 1 + (numeric?.[0].length ?? 1);
    yield { index, length, text: simple ?? '', codePoint, wide: short !== undefined || long !== undefined };
    index = body.indexOf('\\', index + length);
  }
}

/** A number literal with its sign; the sign belongs to it, so that the smallest int can be written. */
export function readNumberLiteral(text: string, negative: boolean, offset: number): CelValue {
  const isHex = /^0[xX]/.test(text);
  if (!isHex && /[.eE]/.test(text)) {
    const value = Number(text);
    if (!Number.isFinite(value)) throw new SyntaxFault('invalid double literal', offset);
    return new CelDouble(negative ? -value : value);
  }
  if (/[uU]$/.test(text)) {
    const value = BigInt(text.slice(0, -1));
    if (negative || value > UINT_MAX) throw new SyntaxFault('invalid uint literal', offset);
    return new CelUint(value);
  }
  const value = negative ? -BigInt(text) : BigInt(text);
  if (value > INT_MAX || value < INT_MIN) throw new SyntaxFault('invalid int literal', offset);
  return shortenInt(value);
}
