import { compareDigits, compareText } from './order.ts';

/** Where the run of characters that match ends. */
export function endOfRun(text: string, start: number, matches: (code: number) => boolean): number {
  let end = start;
  while (end < text.length && matches(text.charCodeAt(end))) end += 1;
  return end;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** Character by character, except that runs of digits at the same place compare as numbers. */
export function compareNatural(a: string, b: string): number {
  let [left, right] = [0, 0];
  while (left < a.length && right < b.length) {
    if (isDigit(a.charCodeAt(left)) && isDigit(b.charCodeAt(right))) {
      const [leftEnd, rightEnd] = [endOfRun(a, left, isDigit), endOfRun(b, right, isDigit)];
      const order = compareDigits(a.slice(left, leftEnd), b.slice(right, rightEnd));
      if (order !== 0) return order;
      [left, right] = [leftEnd, rightEnd];
      continue;
    }
    const order = compareText(a.charAt(left), b.charAt(right));
    if (order !== 0) return order;
    left += 1;
    right += 1;
  }
  return a.length - left - (b.length - right);
}
