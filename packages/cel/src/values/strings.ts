const SURROGATE = /[\ud800-\udfff]/;

/** Length in Unicode code points. */
export function countCodePoints(text: string): number {
  if (!SURROGATE.test(text)) return text.length;
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** The UTF-16 index of a code point index, which may be the length; -1 when it lies outside. */
export function toUnitIndex(text: string, codePoint: number): number {
  if (codePoint < 0) return -1;
  if (!SURROGATE.test(text)) return codePoint <= text.length ? codePoint : -1;
  let unit = 0;
  for (let index = 0; index < codePoint; index++) {
    if (unit >= text.length) return -1;
    unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
  }
  return unit;
}

/** The code point index of a UTF-16 index. */
export function toCodePointIndex(text: string, unit: number): number {
  return unit <= 0 ? unit : countCodePoints(text.slice(0, unit));
}

/** Order by code point, which is the order of the UTF-8 bytes; UTF-16 units order differently beyond U+D7FF. */
export function compareStrings(left: string, right: string): number {
  if (left === right) return 0;
  if (!SURROGATE.test(left) && !SURROGATE.test(right)) return left < right ? -1 : 1;
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const leftUnit = left.charCodeAt(index);
    const rightUnit = right.charCodeAt(index);
    if (leftUnit === rightUnit) continue;
    return liftSurrogate(leftUnit) - liftSurrogate(rightUnit);
  }
  return left.length - right.length;
}

/** Moves surrogates above all other units, where the code points they stand for belong. */
function liftSurrogate(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

const encoder = new TextEncoder();

export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Undefined when the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
