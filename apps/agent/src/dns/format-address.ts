/** @param family 2 for IPv4, else IPv6, of which the longest run of zeros is left out */
export function formatAddress(family: number, bytes: Uint8Array): string {
  if (family === 2) return bytes.subarray(0, 4).join('.');
  const words = Array.from({ length: 8 }, (_, index) => ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0));
  if (words.slice(0, 5).every(word => word === 0) && words[5] === 0xffff) return `::ffff:${bytes.subarray(12, 16).join('.')}`;
  const { start, length } = findZeros(words);
  const texts = words.map(word => word.toString(16));
  return length < 2 ? texts.join(':') : `${texts.slice(0, start).join(':')}::${texts.slice(start + length).join(':')}`;
}

function findZeros(words: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < words.length; start += 1) {
    let length = 0;
    while (words[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  return best;
}
