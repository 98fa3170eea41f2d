import { findLineStart } from '../source-text.ts';

/** Offset of the line's end, its line break excluded. */
export function findLineEnd(text: string, offset: number): number {
  const end = /[\r\n]|$/g;
  end.lastIndex = offset;
  return end.exec(text)?.index ?? text.length;
}

/** Offset of the line after the one that content before `offset` ends in. */
export function findNextLine(text: string, offset: number): number {
  if (offset > 0 && /[\r\n]/.test(text.charAt(offset - 1))) return offset;
  const end = findLineEnd(text, offset);
  if (text.startsWith('\r\n', end)) return end + 2;
  return Math.min(end + 1, text.length);
}

/** What stands before `offset` on its line. */
export function readPrefix(text: string, offset: number): string {
  return text.slice(findLineStart(text, offset), offset);
}

/** What stands after `offset` on its line. */
export function readSuffix(text: string, offset: number): string {
  return text.slice(offset, findLineEnd(text, offset));
}

/** Whether the rest of a line holds nothing but space and perhaps a comment. */
export function isRestOfLine(rest: string): boolean {
  return /^[ \t]*(?:$|(?<=[ \t])#)/.test(rest) || rest === '';
}

/** The line break that this text uses. */
export function detectLineBreak(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}
