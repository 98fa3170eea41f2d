import { EVENT_ID, type Event, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import { findLineStart } from './source-text.ts';

const LONG_PREFIX = '!<tag:yaml.org,2002:';

/** Tag of a node as written, in its short form (`!!int`); empty without one. The lone `!` says "string" of a scalar. */
export function readTag(text: string, event: { tagStart: number; tagEnd: number }): string {
  if (event.tagStart < 0) return '';
  const tag = text.slice(event.tagStart, event.tagEnd);
  if (tag === '!') return '!!str';
  return tag.startsWith(LONG_PREFIX) ? `!!${tag.slice(LONG_PREFIX.length, -1)}` : tag;
}

/** Offset of a node's first character, -1 when it has none. */
export function findStart(text: string, event: Event): number {
  switch (event.type) {
    case EVENT_ID.SCALAR:
      return findScalarStart(text, event);
    case EVENT_ID.ALIAS:
      return event.anchorStart - 1;
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return event.start;
    default:
      return -1;
  }
}

function findScalarStart(text: string, event: ScalarEvent): number {
  switch (event.style) {
    case SCALAR_STYLE.SINGLE_QUOTED:
    case SCALAR_STYLE.DOUBLE_QUOTED:
      return event.valueStart - 1;
    case SCALAR_STYLE.LITERAL_BLOCK:
    case SCALAR_STYLE.FOLDED_BLOCK:
      return findBlockHeader(text, event.valueStart);
    default:
      return event.valueStart;
  }
}

/** The parser gives the first line of a block scalar; people look for the `|` or `>` on the line before. */
function findBlockHeader(text: string, valueStart: number): number {
  const lineEnd = valueStart - (text.startsWith('\r\n', valueStart - 2) ? 2 : 1);
  const lineStart = findLineStart(text, lineEnd);
  const indicator = text.slice(lineStart, valueStart).search(/(?<=^|\s)[|>]/);
  return indicator < 0 ? valueStart : lineStart + indicator;
}

/** A text short enough for a message, on one line. */
export function abbreviate(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
