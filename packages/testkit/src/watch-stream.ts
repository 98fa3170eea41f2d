import type { ServerResponse } from 'node:http';
import type { Change, Collection } from './collection.ts';
import type { Faults } from './faults.ts';

export interface WatchStreamOptions {
  readonly collection: Collection;
  readonly response: ServerResponse;
  readonly faults: Faults;
  readonly since: number;
  readonly metadataOnly: boolean;
  readonly timeoutMs: number;
  readonly bookmarkMs: number;
  readonly now: () => number;
}

/** One watch that is open: changes as lines, bookmarks now and then, an end after its time. */
export class WatchStream {
  readonly #options: WatchStreamOptions;
  readonly #stopWatching: () => void;
  readonly #timers: readonly NodeJS.Timeout[];
  #held: string[] = [];

  constructor(options: WatchStreamOptions, missed: readonly Change[]) {
    this.#options = options;
    const { collection, response, timeoutMs, bookmarkMs } = options;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    for (const change of missed) this.#send(change);
    this.#stopWatching = collection.watch(change => this.#send(change));
    this.#timers = [setTimeout(() => this.end(), timeoutMs), setInterval(() => this.#sendBookmark(), bookmarkMs)];
    response.once('close', () => this.#stop());
  }

  /** Ends it as its time being over would. */
  end(): void {
    this.#stop();
    this.#options.response.end();
  }

  /** Cuts the line in the middle. */
  drop(): void {
    this.#stop();
    this.#options.response.destroy();
  }

  /** Writes something as it is. */
  write(text: string): void {
    this.#options.response.write(text);
  }

  #send({ type, stored }: Change): void {
    const { faults, metadataOnly } = this.#options;
    const object = metadataOnly
      ? `{"apiVersion":"meta.k8s.io/v1","kind":"PartialObjectMetadata","metadata":${stored.metadata}}`
      : stored.text;
    const line = `{"type":"${type}","object":${object}}\n`;
    for (let copy = 0; copy < faults.copies; copy++) this.#held.push(line);
    if (!faults.stalled && this.#held.length >= faults.reordered) this.#flush();
  }

  /** What is held back goes out in the opposite order. */
  #flush(): void {
    const lines = this.#held.reverse();
    this.#held = [];
    if (lines.length > 0) this.write(lines.join(''));
  }

  #sendBookmark(): void {
    if (this.#options.faults.stalled) return;
    // A bookmark says that everything before it was sent.
    this.#flush();
    const { apiVersion, kind } = this.#options.collection.resource;
    const metadata = { resourceVersion: String(this.#options.now()) };
    this.write(`${JSON.stringify({ type: 'BOOKMARK', object: { apiVersion, kind, metadata } })}\n`);
  }

  #stop(): void {
    this.#stopWatching();
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
