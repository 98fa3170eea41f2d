import type { Problem } from '@breakwater/model';
import { toProblemKey } from '@breakwater/protocol';
import { isUnwritable } from './components/disk.ts';
import type { State } from './components/state.ts';
import { toHash } from './thread/to-hash.ts';

const SOURCE = 'spool';

/** Says that the spool was full, until everything that was dropped has been told again. */
export class SpoolProblem {
  readonly #state: State;
  #isTold = false;

  constructor(state: State) {
    this.#state = state;
  }

  /** Tells it once more, since a new run has begun. */
  retell(): void {
    if (this.#state.isIncomplete) this.#isTold = false;
    this.update();
  }

  update(): void {
    const { isIncomplete } = this.#state;
    if (isIncomplete === this.#isTold) return;
    const problem: Problem = {
      code: 'spool-full',
      source: SOURCE,
      message:
        'the spool on disk is full: the oldest changes were dropped, and are sent anew when there is room and the server is reached again',
    };
    const key = toProblemKey(problem);
    const body = JSON.stringify(problem);
    try {
      this.#state.apply([
        isIncomplete ? { action: 'put', type: 'problem', key, hash: toHash(body), body } : { action: 'delete', type: 'problem', key },
      ]);
      this.#isTold = isIncomplete;
    } catch (cause) {
      // It is told with the next change that the disk takes.
      if (!isUnwritable(cause)) throw cause;
    }
  }
}
