import { AskedThread, type Talk, ThreadFailure } from '../thread/asked-thread.ts';
import type { Answer, Command } from './messages.ts';

/** Milliseconds that a run, a report or a look at a chain may take. */
const ANSWER_MS = 120_000;

/** Commands that are answered. */
type Question = Extract<Command, { readonly type: 'run' | 'report' | 'drift' | 'verify' }>;

/** Judges, compares and writes reports in a thread of its own. */
export class Auditor {
  readonly #thread = new AskedThread<Command, Answer>({
    name: 'compliance',
    source: new URL('./thread.ts', import.meta.url),
    bundled: new URL('./server-compliance.mjs', import.meta.url),
    idleMs: 60_000,
    busy: 'Too many reports and runs of compliance are waiting.',
  });

  /**
   * Asks one question; `prepare` sends what it is about before.
   *
   * @throws ThreadFailure with why it could not be answered; RequestError `unavailable` when too many wait
   */
  async ask<K extends Question['type']>(
    question: Extract<Question, { type: K }>,
    prepare: (send: Talk<Command, Answer>['send']) => Promise<void> = async () => {},
  ): Promise<Extract<Answer, { type: K }>> {
    const { type } = question as Question;
    const answer = await this.#thread.use(async ({ send, ask }) => {
      await prepare(send);
      return ask(question as Question, ANSWER_MS);
    });
    if (answer.type === type) return answer as Extract<Answer, { type: K }>;
    throw new ThreadFailure('message' in answer ? answer.message : 'it was answered by something else');
  }

  async close(): Promise<void> {
    await this.#thread.close();
  }
}
