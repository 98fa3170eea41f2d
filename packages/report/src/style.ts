import type { Severity } from '@breakwater/model';

/** Select Graphic Rendition codes; the meaning never depends on them alone. */
const CODES = { bold: 1, dim: 2, red: 31, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const;

export type Paint = (code: keyof typeof CODES, text: string) => string;

export function createPaint(color: boolean): Paint {
  return color ? (code, text) => `\u001b[${CODES[code]}m${text}\u001b[0m` : (_code, text) => text;
}

export const SEVERITY_CODES: Readonly<Record<Severity, keyof typeof CODES>> = {
  critical: 'magenta',
  high: 'red',
  medium: 'yellow',
  low: 'blue',
  info: 'cyan',
};

/** Columns that a text takes in a terminal: East Asian wide characters take two. */
export function measureWidth(text: string): number {
  let width = 0;
  for (const character of text) width += isWide(character.codePointAt(0) ?? 0) ? 2 : 1;
  return width;
}

function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe4f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x20000 && code <= 0x3fffd)
  );
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - measureWidth(text)));
}

/** Breaks a text into lines that fit; words are kept whole where the language has spaces, wide characters break anywhere. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of splitPieces(text)) {
    if (line !== '' && measureWidth(line + piece.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += line === '' ? piece.trimStart() : piece;
  }
  if (line !== '') lines.push(line.trimEnd());
  return lines;
}

/** Words with the spaces behind them; wide characters one by one, closing punctuation, small kana and long marks kept with what they follow (kinsoku). */
function splitPieces(text: string): readonly string[] {
  return (
    text.match(
      /[\u2e80-\ua4cf\uf900-\uffef][、。」』）!?！？ーァィゥェォャュョッぁぃぅぇぉゃゅょっ]*\s*|[^\s\u2e80-\ua4cf\uf900-\uffef]+\s*|\s+/gu,
    ) ?? []
  );
}

/** Terminal control characters of foreign text would let a manifest write on the reader's screen; marks of direction would turn it around. */
export function stripControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is removed
  return text.toWellFormed().replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, ' ');
}
