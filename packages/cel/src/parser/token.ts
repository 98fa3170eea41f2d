import type { CelValue } from '../values/value.ts';

export type TokenKind = 'ident' | 'quoted-ident' | 'literal' | 'number' | 'operator' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** The operator or the name (without backticks); the raw text for literals. */
  readonly text: string;
  readonly offset: number;
  /** The value of string and bytes literals. Numbers are converted with their sign, by the parser. */
  readonly value?: CelValue;
}

/** What the lexer and the parser throw inside; the entry turns it into a CelError with a position. */
export class SyntaxFault extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}
