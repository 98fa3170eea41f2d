/** Width of one character, in the unit that lines are measured by. */
export type Measure = (character: string) => number;

/** Punctuation and small kana that may not begin a line (kinsoku). */
const NOT_FIRST = /^[、。，．・：；？！」』）］｝〉》〕】ー～ァィゥェォッャュョヮぁぃぅぇぉっゃゅょゎ)\],.!?:;%]$/;
const WIDE = /^[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]$/;

interface Piece {
  readonly text: string;
  readonly width: number;
}

/** Breaks a text into lines that fit: between words, and anywhere between wide characters. What fits nowhere is broken where the line ends. */
export function wrapLines(text: string, width: number, measure: Measure): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const flush = (): void => {
    lines.push(line.trimEnd());
    line = '';
    used = 0;
  };
  for (const piece of splitPieces(text, measure)) {
    if (used + piece.width > width && line !== '') flush();
    if (line === '' && piece.text === ' ') continue;
    if (piece.width <= width) {
      line += piece.text;
      used += piece.width;
      continue;
    }
    for (const character of piece.text) {
      const own = measure(character);
      if (used + own > width && line !== '') flush();
      line += character;
      used += own;
    }
  }
  if (line.trimEnd() !== '' || lines.length === 0) flush();
  return lines;
}

function* splitPieces(text: string, measure: Measure): Generator<Piece> {
  let piece = '';
  let width = 0;
  let wasWide = false;
  for (const character of text) {
    const isWide = WIDE.test(character);
    const breaks = character === ' ' || piece === ' ' || ((isWide || wasWide) && !NOT_FIRST.test(character));
    if (breaks && piece !== '') {
      yield { text: piece, width };
      piece = '';
      width = 0;
    }
    piece += character;
    width += measure(character);
    wasWide = isWide;
  }
  if (piece !== '') yield { text: piece, width };
}
