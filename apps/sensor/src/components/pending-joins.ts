import type { Event } from '@breakwater/model';
import { SensorError } from '../errors.ts';
import type { Command } from '../thread/messages.ts';

interface Pending {
  readonly resolve: (events: readonly Event[]) => void;
  readonly reject: (cause: SensorError) => void;
}

/** Events that the thread is asked about, until it answers or ends. */
export class PendingJoins {
  readonly #send: (command: Command) => void;
  readonly #pending = new Map<number, Pending>();
  #next = 0;
  #ended = false;

  constructor(send: (command: Command) => void) {
    this.#send = send;
  }

  ask(events: readonly Event[]): Promise<readonly Event[]> {
    const { promise, resolve, reject } = Promise.withResolvers<readonly Event[]>();
    if (this.#ended) reject(toEnded());
    else {
      this.#next += 1;
      this.#pending.set(this.#next, { resolve, reject });
      this.#send({ type: 'events', id: this.#next, events });
    }
    return promise;
  }

  answer(id: number, events: readonly Event[]): void {
    this.#pending.get(id)?.resolve(events);
    this.#pending.delete(id);
  }

  end(): void {
    this.#ended = true;
    for (const { reject } of this.#pending.values()) reject(toEnded());
    this.#pending.clear();
  }
}

function toEnded(): SensorError {
  return new SensorError('evaluation-ended', 'the thread that knows the pods has ended, and is started again');
}
