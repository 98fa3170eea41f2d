/** Where texts stand in bytes, without regard to case, all of them in one pass: the automaton of Aho and Corasick. */
export class MarkFinder {
  /** For state and byte the next state. */
  readonly #next: Uint16Array;
  /** For each state the indexes of the marks that end there. */
  readonly #ends: readonly (readonly number[])[];
  /** 1 where a mark ends: looked at for each byte. */
  readonly #isEnd: Uint8Array;

  constructor(marks: readonly string[]) {
    const tree = buildTree(marks);
    this.#next = new Uint16Array(tree.children.length * 256);
    this.#ends = linkStates(tree, this.#next);
    this.#isEnd = Uint8Array.from(this.#ends, list => (list.length > 0 ? 1 : 0));
  }

  /** Tells of each mark's index and the offset after its last byte. */
  find(bytes: Uint8Array, found: (mark: number, end: number) => void): void {
    const next = this.#next;
    const isEnd = this.#isEnd;
    let state = 0;
    for (let index = 0; index < bytes.length; index++) {
      state = next[(state << 8) | (bytes[index] as number)] as number;
      if (isEnd[state] === 0) continue;
      for (const mark of this.#ends[state] ?? []) found(mark, index + 1);
    }
  }
}

interface Tree {
  readonly children: Map<number, number>[];
  readonly ends: number[][];
}

function buildTree(marks: readonly string[]): Tree {
  const children: Map<number, number>[] = [new Map()];
  const ends: number[][] = [[]];
  for (const [index, mark] of marks.entries()) {
    let state = 0;
    for (const byte of Buffer.from(mark.toLowerCase(), 'latin1')) {
      const known = children[state]?.get(byte);
      if (known === undefined) {
        children[state]?.set(byte, children.length);
        state = children.length;
        children.push(new Map());
        ends.push([]);
      } else state = known;
    }
    ends[state]?.push(index);
  }
  return { children, ends };
}

/** State after state by depth: where no mark goes on, the longest end of what was read that begins one does. */
function linkStates({ children, ends }: Tree, next: Uint16Array): readonly (readonly number[])[] {
  const fallback = new Uint16Array(children.length);
  const pending = [0];
  for (let state = pending.shift(); state !== undefined; state = pending.shift()) {
    const back = fallback[state] ?? 0;
    if (state !== 0) ends[state]?.push(...(ends[back] ?? []));
    for (let byte = 0; byte < 256; byte++) {
      const folded = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
      const child = children[state]?.get(folded);
      const otherwise = state === 0 ? 0 : (next[(back << 8) | byte] ?? 0);
      next[(state << 8) | byte] = child ?? otherwise;
      if (child === undefined || folded !== byte) continue;
      fallback[child] = otherwise;
      pending.push(child);
    }
  }
  return ends;
}
