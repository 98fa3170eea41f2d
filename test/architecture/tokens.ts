/** One token of a TypeScript source; comments, white space and the text between template holes are left out. */
export interface Token {
  readonly kind: 'word' | 'string' | 'number' | 'regex' | 'template' | 'punctuator';
  /** A string's or template piece's content without quotes; everything else as written. */
  readonly text: string;
  readonly line: number;
}

/** After these words a `/` starts a regular expression, after other words it divides. */
const BEFORE_EXPRESSION = new Set([
  'return',
  'typeof',
  'case',
  'in',
  'of',
  'do',
  'else',
  'instanceof',
  'new',
  'void',
  'delete',
  'throw',
  'yield',
  'await',
  'default',
]);

const BLANK = /\s+/y;
const LINE_COMMENT = /\/\/[^\n]*|#![^\n]*/y;
const BLOCK_COMMENT = /\/\*[\s\S]*?(?:\*\/|$)/y;
const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
const NUMBER = /\.?\d(?:[eE][+-]|[\w.])*/y;
const STRING = /'(?:[^'\\\n]|\\[\s\S])*'?|"(?:[^"\\\n]|\\[\s\S])*"?/y;
const REGEX = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const TEMPLATE_PIECE = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{|$)/y;

/**
 * Splits a source into tokens. Written for finding imports and a few words, not for compiling: an odd source yields odd tokens, never an
 * error. Strings end at the end of their line, so that a wrong guess costs one line.
 */
export function scanTokens(source: string): Token[] {
  const scanner = new Scanner(source);
  while (scanner.advance());
  return scanner.tokens;
}

class Scanner {
  readonly tokens: Token[] = [];
  private position = 0;
  private line = 1;
  /** For each template hole that is open: how many braces are open inside it. */
  private readonly holes: number[] = [];
  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  /** Consumes one token or one piece that is left out; false at the end. */
  advance(): boolean {
    if (this.position >= this.source.length) return false;
    if (this.skip(BLANK) || this.skip(LINE_COMMENT) || this.skip(BLOCK_COMMENT)) return true;
    if (this.take('word', WORD) || this.take('number', NUMBER) || this.takeString()) return true;
    if (this.startsRegex() && this.take('regex', REGEX)) return true;
    this.takePunctuator(this.source.charAt(this.position));
    return true;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const text = pattern.exec(this.source)?.[0];
    return text === '' ? undefined : text;
  }

  private consume(text: string): void {
    this.position += text.length;
    for (const character of text) if (character === '\n') this.line += 1;
  }

  private skip(pattern: RegExp): boolean {
    const text = this.match(pattern);
    if (text === undefined) return false;
    this.consume(text);
    return true;
  }

  private take(kind: Token['kind'], pattern: RegExp): boolean {
    const text = this.match(pattern);
    if (text === undefined) return false;
    this.tokens.push({ kind, text, line: this.line });
    this.consume(text);
    return true;
  }

  private takeString(): boolean {
    const text = this.match(STRING);
    if (text === undefined) return false;
    const closed = text.length > 1 && text.endsWith(text.charAt(0));
    this.tokens.push({ kind: 'string', text: text.slice(1, closed ? -1 : undefined), line: this.line });
    this.consume(text);
    return true;
  }

  private takePunctuator(character: string): void {
    this.tokens.push({ kind: 'punctuator', text: character, line: this.line });
    this.consume(character);
    const depth = this.holes.length - 1;
    if (character === '`') this.takeTemplatePiece();
    else if (character === '{' && depth >= 0) this.holes[depth] = (this.holes[depth] ?? 0) + 1;
    else if (character === '}' && depth >= 0) this.closeBrace(depth);
  }

  private closeBrace(depth: number): void {
    const open = this.holes[depth] ?? 0;
    if (open > 0) {
      this.holes[depth] = open - 1;
      return;
    }
    this.holes.pop();
    this.takeTemplatePiece();
  }

  /** The text up to the next hole or the closing quote. */
  private takeTemplatePiece(): void {
    const text = this.match(TEMPLATE_PIECE) ?? '';
    const inHole = text.endsWith('${');
    this.tokens.push({ kind: 'template', text: text.replace(/(?:`|\$\{)$/, ''), line: this.line });
    this.consume(text);
    if (inHole) this.holes.push(0);
  }

  private startsRegex(): boolean {
    const last = this.tokens.at(-1);
    if (last === undefined) return true;
    if (last.kind === 'word') return BEFORE_EXPRESSION.has(last.text);
    return last.kind === 'punctuator' && last.text !== ')' && last.text !== ']';
  }
}
