import type { Event } from '@breakwater/model';
import { formatEvent } from './format-event.ts';

/** An event on its way, as it is sent. */
export interface WaitingEvent {
  readonly text: string;
  readonly bytes: number;
}

const MAX_BYTES = 16 * 1024 * 1024;

/** Events that wait for whoever takes them; in memory, bounded. When it is full, the oldest go and are counted. */
export class Outbox {
  readonly #most: number;
  #waiting: WaitingEvent[] = [];
  #first = 0;
  #bytes = 0;
  #dropped = 0;
  #wake: () => void = () => {};

  constructor(most = MAX_BYTES) {
    this.#most = most;
  }

  get size(): number {
    return this.#waiting.length - this.#first;
  }

  /** Events that were lost since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  add(event: Event): void {
    const text = formatEvent(event);
    const bytes = Buffer.byteLength(text);
    this.#waiting.push({ text, bytes });
    this.#bytes += bytes;
    while (this.#bytes > this.#most && this.size > 1) {
      const oldest = this.#waiting[this.#first];
      if (oldest === undefined) break;
      this.#removeFirst(oldest);
      this.#dropped += 1;
    }
    this.#wake();
  }

  /** Takes the oldest out, at most so many and so many bytes together, but one at least. */
  take(most: number, mostBytes: number): readonly WaitingEvent[] {
    const taken: WaitingEvent[] = [];
    let bytes = 0;
    while (taken.length < most) {
      const next = this.#waiting[this.#first];
      if (next === undefined || (taken.length > 0 && bytes + next.bytes > mostBytes)) break;
      bytes += next.bytes;
      taken.push(next);
      this.#removeFirst(next);
    }
    return taken;
  }

  /** Until something waits, the time is over, or the signal ends it. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (this.size > 0 || signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = (): void => resolve();
    const timer = setTimeout(end, milliseconds);
    this.#wake = end;
    signal.addEventListener('abort', end, { once: true });
    await promise;
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    this.#wake = () => {};
  }

  #removeFirst({ bytes }: WaitingEvent): void {
    this.#bytes -= bytes;
    this.#first += 1;
    if (this.#first < 1024 || this.#first * 2 < this.#waiting.length) return;
    this.#waiting = this.#waiting.slice(this.#first);
    this.#first = 0;
  }
}
