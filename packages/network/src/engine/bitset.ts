/** A set of small numbers, 32 to a word. All sets that meet have the same length. */
export type Bitset = Uint32Array;

export function createBitset(size: number): Bitset {
  return new Uint32Array((size + 31) >>> 5);
}

export function addBit(set: Bitset, bit: number): void {
  const word = bit >>> 5;
  set[word] = (set[word] ?? 0) | (1 << (bit & 31));
}

export function hasBit(set: Bitset, bit: number): boolean {
  return (((set[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 1;
}

/** The set of all numbers below `size`. */
export function fullBitset(size: number): Bitset {
  const set = createBitset(size).fill(0xffffffff);
  const rest = size & 31;
  if (rest !== 0) set[set.length - 1] = (1 << rest) - 1;
  return set;
}

/** Adds `other` to `set`. */
export function uniteWith(set: Bitset, other: Bitset): void {
  for (let word = 0; word < set.length; word++) set[word] = (set[word] ?? 0) | (other[word] ?? 0);
}

/** Keeps of `set` what is in `other` too. */
export function intersectWith(set: Bitset, other: Bitset): void {
  for (let word = 0; word < set.length; word++) set[word] = (set[word] ?? 0) & (other[word] ?? 0);
}

/** Takes `other` out of `set`. */
export function subtractFrom(set: Bitset, other: Bitset): void {
  for (let word = 0; word < set.length; word++) set[word] = (set[word] ?? 0) & ~(other[word] ?? 0);
}

/** Adds to `set` every number below `size` that is not in `other`. */
export function uniteComplement(set: Bitset, other: Bitset, size: number): void {
  for (let word = 0; word < set.length; word++) set[word] = (set[word] ?? 0) | ~(other[word] ?? 0);
  const rest = size & 31;
  if (rest !== 0) set[set.length - 1] = (set[set.length - 1] ?? 0) & ((1 << rest) - 1);
}

export function removeBit(set: Bitset, bit: number): void {
  const word = bit >>> 5;
  set[word] = (set[word] ?? 0) & ~(1 << (bit & 31));
}

/** Calls with the numbers of a set, ascending. */
export function forEachBit(set: Bitset, visit: (bit: number) => void): void {
  for (let word = 0; word < set.length; word++) {
    for (let rest = set[word] ?? 0; rest !== 0; rest &= rest - 1) visit((word << 5) + (31 - Math.clz32(rest & -rest)));
  }
}

export function areEqual(a: Bitset, b: Bitset): boolean {
  return a.every((word, index) => word === b[index]);
}
