import type { Problem } from '@breakwater/model';

/** What went wrong is told for so long after it did last, in milliseconds. */
const TOLD_MS = 3_600_000;
const MAX_SENDERS = 100;

interface Fault {
  readonly message: string;
  count: number;
  at: number;
}

/** What is wrong with what senders deliver. `now` counts milliseconds, and never jumps. */
export class SenderBook {
  readonly #faults = new Map<string, Fault>();
  readonly #onNews: () => void;
  readonly #now: () => number;

  constructor(onNews: () => void, now: () => number = () => performance.now()) {
    this.#onNews = onNews;
    this.#now = now;
  }

  /** Notes that something of a sender was not taken; the first reason is told, and how often there was one. */
  readonly note = (sender: string, messages: readonly string[]): void => {
    const [message] = messages;
    if (message === undefined) return;
    const known = this.#faults.get(sender);
    if (known === undefined && this.#faults.size >= MAX_SENDERS) return;
    const fault = known ?? { message, count: 0, at: 0 };
    fault.count += messages.length;
    fault.at = this.#now();
    this.#faults.set(sender, fault);
    if (known === undefined) this.#onNews();
  };

  listProblems(): readonly Problem[] {
    const now = this.#now();
    for (const [sender, { at }] of this.#faults) if (now - at > TOLD_MS) this.#faults.delete(sender);
    return [...this.#faults].map(([sender, { message, count }]) => ({
      code: 'records-refused',
      source: `events/${sender}`,
      message: `${count} ${count === 1 ? 'record' : 'records'} of ${sender} told nothing that can be judged: ${message}`.slice(0, 1000),
    }));
  }
}
