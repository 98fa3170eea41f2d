/** Longest text that a scheme reads; longer ones are hostile, not versions. */
export const MAX_LENGTH = 1024;

/** Orders two runs of decimal digits by value, whatever their length (no number type holds them all). */
export function compareDigits(a: string, b: string): number {
  if (a === b) return 0;
  const left = a.replace(/^0+(?=\d)/, '');
  const right = b.replace(/^0+(?=\d)/, '');
  if (left.length !== right.length) return left.length - right.length;
  return compareText(left, right);
}

/** Orders by UTF-16 code units, which for ASCII is the order of the specifications. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Orders two lists item by item; a missing item is `filler`. */
export function compareLists(a: readonly string[], b: readonly string[], filler: string): number {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const order = compareDigits(a[index] ?? filler, b[index] ?? filler);
    if (order !== 0) return order;
  }
  return 0;
}

/** Orders two lists item by item; of two that begin alike, the longer one is newer. */
export function compareNumberLists(a: readonly string[], b: readonly string[]): number {
  const shared = Math.min(a.length, b.length);
  return compareLists(a.slice(0, shared), b.slice(0, shared), '') || a.length - b.length;
}
