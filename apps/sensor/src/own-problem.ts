import type { Problem } from '@breakwater/model';
import { toProblemKey } from '@breakwater/protocol';
import { isUnwritable } from './components/disk.ts';
import type { EventSpool } from './components/event-spool.ts';
import type { State } from './components/state.ts';
import { toHash } from './thread/to-hash.ts';

/** A problem of the sensor itself, which is told while it lasts. */
export class OwnProblem {
  readonly #state: State;
  readonly #find: () => Problem | undefined;
  #told: Problem | undefined;

  constructor(state: State, find: () => Problem | undefined) {
    this.#state = state;
    this.#find = find;
  }

  /** Tells it once more, since a new run has begun. */
  retell(): void {
    if (this.#find() !== undefined) this.#told = undefined;
    this.update();
  }

  update(): void {
    const problem = this.#find();
    if (problem?.message === this.#told?.message) return;
    const { code, source } = problem ?? this.#told ?? NONE;
    const key = toProblemKey({ code, source });
    const body = JSON.stringify(problem);
    try {
      this.#state.apply([
        problem === undefined
          ? { action: 'delete', type: 'problem', key }
          : { action: 'put', type: 'problem', key, hash: toHash(body), body },
      ]);
      this.#told = problem;
    } catch (cause) {
      // It is told with the next change that the disk takes.
      if (!isUnwritable(cause)) throw cause;
    }
  }
}

const NONE: Problem = { code: '', source: '', message: '' };

/** Says that the spool was full, until everything that was dropped has been told again. */
export function createSpoolProblem(state: State): OwnProblem {
  const full: Problem = {
    code: 'spool-full',
    source: 'spool',
    message:
      'the spool on disk is full: the oldest changes were dropped, and are sent anew when there is room and the server is reached again',
  };
  return new OwnProblem(state, () => (state.isIncomplete ? full : undefined));
}

/** Says that events are lost, and how many, until the sensor starts anew: they cannot be told again. */
export function createEventProblem(state: State, events: EventSpool): OwnProblem {
  return new OwnProblem(state, () => {
    const { dropped } = events.size;
    if (dropped === 0) return undefined;
    const message = `${dropped} events are lost: while the server was away more came than is kept; see why the server is not reached`;
    return { code: 'events-lost', source: 'events', message };
  });
}
