import { readQuoted } from './literal.ts';
import { SyntaxFault, type Token } from './token.ts';

const SPACE = /(?:[ \t\n\f\r]|\/\/[^\n]*)+/y;
const NUMBER = /0[xX][0-9a-fA-F]+[uU]?|(?:\d+\.\d+(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\d+[uU]?)/y;
const QUOTED = /(?:[rR][bB]?|[bB][rR]?)?(?:"|')/y;
const IDENT = /[A-Za-z_][A-Za-z0-9_]*/y;
const BACKTICKED = /`([A-Za-z0-9_.\-/ ]+)`/y;
const OPERATOR = /\[\?|\.\?|\.|&&|\|\||[=!<>]=|[-+*/%<>!?:,()[\]{}]/y;

/** Splits CEL into tokens (https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax). */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = skipSpace(source, 0);
  while (at < source.length) {
    const [token, end] = readToken(source, at);
    tokens.push(token);
    at = skipSpace(source, end);
  }
  tokens.push({ kind: 'end', text: 'end of expression', offset: source.length });
  return tokens;
}

function skipSpace(source: string, at: number): number {
  SPACE.lastIndex = at;
  return SPACE.test(source) ? SPACE.lastIndex : at;
}

function readToken(source: string, at: number): [Token, number] {
  const code = source.charCodeAt(at);
  // Names are the most frequent tokens, but a letter may also start a string: r"…", b'…'.
  if (match(QUOTED, source, at) !== undefined) {
    const { value, end } = readQuoted(source, at);
    return [{ kind: 'literal', text: source.slice(at, end), offset: at, value }, end];
  }
  const name = match(IDENT, source, at);
  if (name !== undefined) return [{ kind: 'ident', text: name, offset: at }, at + name.length];
  const number = match(NUMBER, source, at);
  if (number !== undefined) return readNumber(source, at, number);
  const operator = match(OPERATOR, source, at);
  if (operator !== undefined) return [{ kind: 'operator', text: operator, offset: at }, at + operator.length];
  if (code === 0x60) {
    const quoted = match(BACKTICKED, source, at);
    if (quoted === undefined) throw new SyntaxFault('invalid quoted identifier', at);
    return [{ kind: 'quoted-ident', text: quoted.slice(1, -1), offset: at }, at + quoted.length];
  }
  throw new SyntaxFault(`unexpected character '${String.fromCodePoint(source.codePointAt(at) ?? 0)}'`, at);
}

function readNumber(source: string, at: number, text: string): [Token, number] {
  const end = at + text.length;
  if (match(IDENT, source, end) !== undefined) throw new SyntaxFault(`invalid number '${text}${source[end]}'`, at);
  return [{ kind: 'number', text, offset: at }, end];
}

function match(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}
