import type { Db } from '../../database/connection.ts';
import { readOutput } from '../../views/images/read-output.ts';
import { readOutputs } from './affected/store.ts';

/** Images whose instructions are remembered. */
const KEPT = 500;
/** Of each image, and of each instruction: what is longer nobody reads in a list. */
const MAX_LAYERS = 200;
const MAX_TEXT = 300;
/** Outputs that are in memory at once. */
const AT_ONCE = 20;

/** The instruction of each layer of images, from the lowest; what was read once is remembered, since unpacking takes milliseconds each. */
export class Instructions {
  readonly #query: Db;
  readonly #known = new Map<string, readonly string[]>();

  constructor(query: Db) {
    this.#query = query;
  }

  /** Makes sure that those of some images are known, as far as the images are. */
  async read(digests: readonly string[]): Promise<void> {
    const missing = [...new Set(digests)].filter(digest => !this.#known.has(digest));
    for (let start = 0; start < missing.length; start += AT_ONCE) {
      for (const { digest, output } of await readOutputs(this.#query, missing.slice(start, start + AT_ONCE))) {
        const { layers } = await readOutput(output);
        this.#keep(
          digest,
          layers.slice(0, MAX_LAYERS).map(({ instruction }) => instruction.slice(0, MAX_TEXT)),
        );
      }
    }
  }

  /** Empty when not known. */
  find(digest: string, layer: number | null): string {
    return layer === null ? '' : (this.#known.get(digest)?.[layer - 1] ?? '');
  }

  #keep(digest: string, instructions: readonly string[]): void {
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size >= KEPT) this.#known.delete(oldest);
    this.#known.set(digest, instructions);
  }
}
