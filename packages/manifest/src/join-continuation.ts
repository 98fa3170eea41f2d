import { findLineStart } from './source-text.ts';

/**
 * Hides the line ends before `position`, back to the last content, by writing spaces over them and over the comments between. Every
 * offset stays what it was. Returns the text itself when there is nothing to hide.
 */
export function joinContinuation(text: string, position: number): string {
  const start = findContentEnd(text, position);
  const gap = text.slice(start, position);
  return /[\r\n]/.test(gap) ? text.slice(0, start) + ' '.repeat(gap.length) + text.slice(position) : text;
}

/** Where the last content before `position` ends, looking past blank lines and comments. */
function findContentEnd(text: string, position: number): number {
  let lineEnd = position;
  while (lineEnd > 0) {
    const lineStart = findLineStart(text, lineEnd);
    const content = stripComment(text.slice(lineStart, lineEnd)).trimEnd();
    if (content !== '') return lineStart + content.length;
    lineEnd = lineStart - 1;
  }
  return 0;
}

/**
 * The line up to its comment. Quotes are followed only inside the line; inside a quoted scalar of several lines a `#` may be taken
 * for a comment, which is harmless: values are read from the original text.
 */
function stripComment(line: string): string {
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    if (quote !== '') {
      if (char === '\\' && quote === '"') at++;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '#' && (at === 0 || /\s/.test(line.charAt(at - 1)))) return line.slice(0, at);
  }
  return line;
}
