/** Lines shown around a change. */
const CONTEXT = 3;
/** Changes beyond which the two texts are shown one after the other: finding the shortest way costs the square of it. */
const MAX_DISTANCE = 2000;

interface Change {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** The difference of two texts as `diff -u` writes it; empty when there is none. */
export function renderUnifiedDiff(name: string, before: string, after: string): string {
  const [oldLines, newLines] = [splitLines(before), splitLines(after)];
  const hunks = groupChanges(listChangesByDocument(oldLines, newLines));
  if (hunks.length === 0) return '';
  return `--- ${name}\n+++ ${name}\n${hunks.map(hunk => renderHunk(hunk, oldLines, newLines)).join('')}`;
}

/** Lines with their line ends. */
function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function renderHunk(changes: readonly Change[], oldLines: readonly string[], newLines: readonly string[]): string {
  const [first, last] = [changes[0], changes.at(-1)];
  if (first === undefined || last === undefined) return '';
  const start = Math.max(first.oldStart - CONTEXT, 0);
  const end = Math.min(last.oldEnd + CONTEXT, oldLines.length);
  const newStart = first.newStart - (first.oldStart - start);
  const newEnd = last.newEnd + (end - last.oldEnd);
  const lines: string[] = [];
  let at = start;
  for (const change of changes) {
    lines.push(...oldLines.slice(at, change.oldStart).map(line => ` ${line}`));
    lines.push(...oldLines.slice(change.oldStart, change.oldEnd).map(line => `-${line}`));
    lines.push(...newLines.slice(change.newStart, change.newEnd).map(line => `+${line}`));
    at = change.oldEnd;
  }
  lines.push(...oldLines.slice(at, end).map(line => ` ${line}`));
  const body = lines.map(line => (line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`)).join('');
  return `@@ -${renderRange(start, end)} +${renderRange(newStart, newEnd)} @@\n${body}`;
}

/** An empty range is named by the line before it. */
function renderRange(start: number, end: number): string {
  return `${end > start ? start + 1 : start},${end - start}`;
}

function groupChanges(changes: readonly Change[]): readonly (readonly Change[])[] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const last = groups.at(-1);
    const previous = last?.at(-1);
    if (last !== undefined && previous !== undefined && change.oldStart - previous.oldEnd <= 2 * CONTEXT) last.push(change);
    else groups.push([change]);
  }
  return groups;
}

/** A repair keeps the documents of a file, so that each can be compared with itself: that is faster, and reads better. */
function listChangesByDocument(oldLines: readonly string[], newLines: readonly string[]): readonly Change[] {
  const [oldStarts, newStarts] = [listDocuments(oldLines), listDocuments(newLines)];
  if (oldStarts.length !== newStarts.length) return listChanges(oldLines, newLines);
  return oldStarts.flatMap((oldStart, index) => {
    const newStart = newStarts[index] ?? 0;
    const changes = listChanges(oldLines.slice(oldStart, oldStarts[index + 1]), newLines.slice(newStart, newStarts[index + 1]));
    return changes.map(change => move(change, oldStart, newStart));
  });
}

function listDocuments(lines: readonly string[]): readonly number[] {
  return lines.flatMap((line, index) => (index === 0 || line.startsWith('---') ? [index] : []));
}

function move(change: Change, oldBy: number, newBy: number): Change {
  return {
    oldStart: change.oldStart + oldBy,
    oldEnd: change.oldEnd + oldBy,
    newStart: change.newStart + newBy,
    newEnd: change.newEnd + newBy,
  };
}

/** The shortest way from one text to the other, by the greedy algorithm of Myers (An O(ND) Difference Algorithm, 1986). */
function listChanges(oldLines: readonly string[], newLines: readonly string[]): readonly Change[] {
  let head = 0;
  while (head < Math.min(oldLines.length, newLines.length) && oldLines[head] === newLines[head]) head++;
  let tail = 0;
  while (tail < Math.min(oldLines.length, newLines.length) - head && oldLines.at(-1 - tail) === newLines.at(-1 - tail)) tail++;
  const [a, b] = [oldLines.slice(head, oldLines.length - tail), newLines.slice(head, newLines.length - tail)];
  const trace = searchPath(a, b);
  const steps =
    trace === undefined ? [{ oldStart: 0, oldEnd: a.length, newStart: 0, newEnd: b.length }] : walkBack(trace, a.length, b.length);
  return joinChanges(steps.filter(step => step.oldEnd > step.oldStart || step.newEnd > step.newStart)).map(step => move(step, head, head));
}

/** How far each diagonal reaches after so many changes; undefined when it takes too many. */
function searchPath(a: readonly string[], b: readonly string[]): readonly Int32Array[] | undefined {
  const trace: Int32Array[] = [];
  for (let distance = 0; distance <= Math.min(a.length + b.length, MAX_DISTANCE); distance++) {
    const reach = new Int32Array(2 * distance + 1);
    for (let diagonal = -distance; diagonal <= distance; diagonal += 2) {
      let { x } = enterDiagonal(trace, distance, diagonal);
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x++;
      reach[diagonal + distance] = x;
      if (x >= a.length && x - diagonal >= b.length) return [...trace, reach];
    }
    trace.push(reach);
  }
  return undefined;
}

/** Where a diagonal is entered: by a line that was added, or by one that was removed, whichever leads further. */
function enterDiagonal(trace: readonly Int32Array[], distance: number, diagonal: number): { readonly x: number; readonly added: boolean } {
  if (distance === 0) return { x: 0, added: false };
  const before = trace[distance - 1];
  const [left, right] = [diagonal - 1, diagonal + 1].map(from => (Math.abs(from) < distance ? (before?.[from + distance - 1] ?? -1) : -1));
  const added = diagonal === -distance || (diagonal !== distance && (left ?? -1) < (right ?? -1));
  return { x: added ? (right ?? 0) : (left ?? 0) + 1, added };
}

function walkBack(trace: readonly Int32Array[], oldLength: number, newLength: number): readonly Change[] {
  const steps: Change[] = [];
  let diagonal = oldLength - newLength;
  for (let distance = trace.length - 1; distance > 0; distance--) {
    const { x, added } = enterDiagonal(trace, distance, diagonal);
    const y = x - diagonal;
    steps.push({ oldStart: added ? x : x - 1, oldEnd: x, newStart: added ? y - 1 : y, newEnd: y });
    diagonal += added ? 1 : -1;
  }
  return steps.reverse();
}

/** Changes that touch each other are one. */
function joinChanges(steps: readonly Change[]): readonly Change[] {
  const joined: Change[] = [];
  for (const step of steps) {
    const last = joined.at(-1);
    if (last !== undefined && last.oldEnd === step.oldStart && last.newEnd === step.newStart) {
      joined[joined.length - 1] = { ...last, oldEnd: step.oldEnd, newEnd: step.newEnd };
    } else joined.push(step);
  }
  return joined;
}
