import { BATCH, MAX_EVENT_BYTES, MAX_EVENTS, MAX_UNACKNOWLEDGED } from '@breakwater/protocol';
import type { EventSpool } from './event-spool.ts';

/** Sends what waits in the spool of events over one connection, in order, as far as the server keeps up. */
export class EventSender {
  readonly #spool: EventSpool;
  readonly #send: (text: string) => void;
  /** Last row of each frame that is on its way, in order. */
  readonly #unacknowledged: { readonly sequence: number; readonly row: number }[] = [];
  #sequence = 0;
  #row = 0;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(spool: EventSpool, send: (text: string) => void) {
    this.#spool = spool;
    this.#send = send;
  }

  /** Whether an answer is due. */
  get isWaiting(): boolean {
    return this.#unacknowledged.length > 0;
  }

  pump(): void {
    while (!this.#stopped && this.#unacknowledged.length < MAX_UNACKNOWLEDGED) {
      const events = this.#spool.listAfter(this.#row, MAX_EVENTS, MAX_EVENT_BYTES);
      const last = events.at(-1);
      if (last === undefined) return;
      // One that is not full waits for the one before it to be some time ago.
      if (events.length < MAX_EVENTS && this.#timer !== undefined) return;
      this.#sequence += 1;
      this.#row = last.row;
      this.#unacknowledged.push({ sequence: this.#sequence, row: last.row });
      this.#send(`{"type":"events","sequence":${this.#sequence},"events":[${events.map(({ text }) => text).join(',')}]}`);
      if (events.length < MAX_EVENTS) this.#holdBack();
    }
  }

  acknowledge(sequence: number): void {
    let row = 0;
    while ((this.#unacknowledged[0]?.sequence ?? Number.POSITIVE_INFINITY) <= sequence) row = this.#unacknowledged.shift()?.row ?? row;
    if (row > 0) this.#spool.acknowledge(row);
    this.pump();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #holdBack(): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.pump();
    }, BATCH.milliseconds);
  }
}
