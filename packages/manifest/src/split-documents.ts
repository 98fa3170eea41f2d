/** A stretch of a file that is parsed on its own: end-exclusive offsets. */
export interface Segment {
  start: number;
  end: number;
}

/**
 * Cuts a file at its `---` markers, so that a broken document costs only itself. A marker at column 0 ends a document wherever it
 * stands, block scalars included (https://yaml.org/spec/1.2.2/#912-document-markers), so cutting by line is exact. The marker stays
 * with the document that it opens, and `%` directives stay with the marker that follows them.
 */
export function* splitDocuments(text: string): Generator<Segment> {
  const marker = /(?:^|\r\n?|\n)(?=\uFEFF?---(?:[ \t\r\n]|$))/g;
  let start = 0;
  for (let match = marker.exec(text); match !== null; match = marker.exec(text)) {
    const end = match.index + match[0].length;
    if (end === marker.lastIndex && match[0] === '') marker.lastIndex++;
    if (end > start && !isPrologue(text, start, end)) {
      yield { start, end };
      start = end;
    }
  }
  if (start < text.length) yield { start, end: text.length };
}

/** Whether a stretch holds directives and no content: then it belongs to the document after it. */
function isPrologue(text: string, start: number, end: number): boolean {
  const line = /[^\r\n]*(?:\r\n?|\n|$)/y;
  line.lastIndex = start;
  let hasDirective = false;
  while (line.lastIndex < end) {
    const [content = ''] = line.exec(text) ?? [];
    if (content.startsWith('%')) hasDirective = true;
    else if (!/^\s*(?:#|$)/.test(content)) return false;
  }
  return hasDirective;
}

/**
 * Cuts a stream of JSON values that follow each other without markers, as `kubectl get -o json` writes for several calls. Stops
 * cutting at the first thing that is neither `{` nor `[`; the rest is then one segment, whatever it is.
 */
export function splitJsonStream(text: string, segment: Segment): Segment[] {
  const segments: Segment[] = [];
  let start = segment.start;
  while (start < segment.end) {
    const end = findJsonEnd(text, start, segment.end);
    segments.push({ start, end });
    start = end;
  }
  return segments;
}

/** Whether the content opens like a JSON object or array. `{{` opens a template; no JSON begins so. */
export function startsWithJson(text: string, segment: Segment): boolean {
  const at = skipSpace(text, segment.start, segment.end);
  return text[at] === '[' || (text[at] === '{' && text[at + 1] !== '{');
}

function findJsonEnd(text: string, start: number, end: number): number {
  let at = skipSpace(text, start, end);
  if (text[at] !== '{' && text[at] !== '[') return end;
  let depth = 0;
  for (; at < end; at++) {
    const char = text[at];
    if (char === '"') at = findStringEnd(text, at, end);
    else if (char === '{' || char === '[') depth++;
    else if ((char === '}' || char === ']') && --depth === 0) return skipSpace(text, at + 1, end);
  }
  return end;
}

function findStringEnd(text: string, start: number, end: number): number {
  let at = start + 1;
  while (at < end && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function skipSpace(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && /\s/.test(text.charAt(at))) at++;
  return at;
}
