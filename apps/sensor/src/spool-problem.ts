import type { Problem } from '@breakwater/model';
import { toProblemKey } from '@breakwater/protocol';
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

  update(): void {
    const { isLossy } = this.#state;
    if (isLossy === this.#isTold) return;
    this.#isTold = isLossy;
    const problem: Problem = {
      code: 'spool-full',
      source: SOURCE,
      message: 'the spool on disk is full: the oldest changes were dropped, and are sent anew when the server is reached again',
    };
    const key = toProblemKey(problem);
    const body = JSON.stringify(problem);
    this.#state.apply([
      isLossy ? { action: 'put', type: 'problem', key, hash: toHash(body), body } : { action: 'delete', type: 'problem', key },
    ]);
  }
}
