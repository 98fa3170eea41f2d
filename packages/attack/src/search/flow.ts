/** A network of pipes with whole capacities, for maximum flows by Dinic's algorithm. */
export class FlowNetwork {
  readonly #ends: number[] = [];
  readonly #room: number[] = [];
  readonly #pipes: number[][] = [];

  addNode(): number {
    this.#pipes.push([]);
    return this.#pipes.length - 1;
  }

  /** Pipes are numbered by twos: the odd ones lead back. */
  addPipe(from: number, to: number, capacity: number): number {
    const index = this.#ends.length;
    this.#ends.push(to, from);
    this.#room.push(capacity, 0);
    this.#pipes[from]?.push(index);
    this.#pipes[to]?.push(index + 1);
    return index;
  }

  /** How much flows from one node to another, up to `most`. */
  fill(source: number, target: number, most: number): number {
    let total = 0;
    for (let levels = this.#level(source); (levels[target] ?? -1) >= 0 && total < most; levels = this.#level(source)) {
      const next = new Uint32Array(this.#pipes.length);
      for (
        let pushed = this.#push(source, target, levels, next);
        pushed > 0 && total < most;
        pushed = this.#push(source, target, levels, next)
      ) {
        total += pushed;
      }
    }
    return total;
  }

  /** Nodes to which more could flow. */
  listOpen(source: number): Int32Array {
    return this.#level(source);
  }

  #level(source: number): Int32Array {
    const levels = new Int32Array(this.#pipes.length).fill(-1);
    levels[source] = 0;
    const queue = [source];
    for (const node of queue) {
      for (const pipe of this.#pipes[node] ?? []) {
        const end = this.#ends[pipe] ?? 0;
        if ((this.#room[pipe] ?? 0) === 0 || (levels[end] ?? 0) >= 0) continue;
        levels[end] = (levels[node] ?? 0) + 1;
        queue.push(end);
      }
    }
    return levels;
  }

  /** One way to the target along rising levels, without recursion: chains may be long. */
  #push(source: number, target: number, levels: Int32Array, next: Uint32Array): number {
    const way: number[] = [];
    let node = source;
    while (node !== target) {
      const pipe = this.#findPipe(node, levels, next);
      if (pipe !== undefined) {
        way.push(pipe);
        node = this.#ends[pipe] ?? 0;
        continue;
      }
      const back = way.pop();
      if (back === undefined) return 0;
      node = this.#ends[back ^ 1] ?? 0;
      next[node] = (next[node] ?? 0) + 1;
    }
    const amount = way.reduce((least, pipe) => Math.min(least, this.#room[pipe] ?? 0), Number.POSITIVE_INFINITY);
    for (const pipe of way) {
      this.#room[pipe] = (this.#room[pipe] ?? 0) - amount;
      this.#room[pipe ^ 1] = (this.#room[pipe ^ 1] ?? 0) + amount;
    }
    return amount;
  }

  #findPipe(node: number, levels: Int32Array, next: Uint32Array): number | undefined {
    const pipes = this.#pipes[node] ?? [];
    for (let place = next[node] ?? 0; place < pipes.length; place++) {
      const pipe = pipes[place] ?? 0;
      next[node] = place;
      if ((this.#room[pipe] ?? 0) > 0 && levels[this.#ends[pipe] ?? 0] === (levels[node] ?? 0) + 1) return pipe;
    }
    next[node] = pipes.length;
    return undefined;
  }
}
