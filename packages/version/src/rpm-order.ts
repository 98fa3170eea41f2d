import { compareDigits, compareText } from './order.ts';
import { endOfRun, isDigit, isLetter } from './runs.ts';

/**
 * rpmvercmp: segments of digits or letters, everything else only separates; `~` before everything, `^` after the end but before
 * any other continuation.
 *
 * Source: https://github.com/rpm-software-management/rpm/blob/master/docs/man/rpm-version.7.scd
 */
export function compareRpmSegments(a: string, b: string): number {
  let [left, right] = [0, 0];
  for (;;) {
    left = endOfRun(a, left, isSeparator);
    right = endOfRun(b, right, isSeparator);
    const mark = compareMarks(a, left, b, right);
    if (mark === 'equal') {
      left += 1;
      right += 1;
      continue;
    }
    if (mark !== undefined) return mark;
    if (left >= a.length || right >= b.length) return Math.sign(a.length - left - (b.length - right));
    const numeric = isDigit(a.charCodeAt(left));
    if (numeric !== isDigit(b.charCodeAt(right))) return numeric ? 1 : -1;
    const kind = numeric ? isDigit : isLetter;
    const [leftEnd, rightEnd] = [endOfRun(a, left, kind), endOfRun(b, right, kind)];
    const [x, y] = [a.slice(left, leftEnd), b.slice(right, rightEnd)];
    const order = numeric ? compareDigits(x, y) : compareText(x, y);
    if (order !== 0) return order;
    [left, right] = [leftEnd, rightEnd];
  }
}

function isSeparator(code: number): boolean {
  return !isDigit(code) && !isLetter(code) && code !== 126 && code !== 94;
}

/** `~` and `^` at the two places: an order, `equal` when both have the same one, undefined when neither has one. */
function compareMarks(a: string, left: number, b: string, right: number): number | 'equal' | undefined {
  const [x, y] = [a.charAt(left), b.charAt(right)];
  if (x === '~' || y === '~') return x === y ? 'equal' : rank(x === '~');
  if (x !== '^' && y !== '^') return undefined;
  if (x === y) return 'equal';
  if (x === '') return -1;
  if (y === '') return 1;
  return rank(x === '^');
}

function rank(isLower: boolean): number {
  return isLower ? -1 : 1;
}
