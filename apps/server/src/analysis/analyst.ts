import { parseMinor } from '@breakwater/policy';
import type { Principal } from '../access/principal.ts';
import type { Db } from '../database/connection.ts';
import { RequestError, refuseUnknown } from '../http/request-error.ts';
import { AskedThread, type Talk, ThreadFailure } from '../thread/asked-thread.ts';
import type { Answer, Command, Input, Output, Questions, Snapshot } from './messages.ts';
import { type AnalysedCluster, findAnalysedCluster, listVisibleNamespaces, readAllObjects, readState, readWeaknesses } from './store.ts';

/** Milliseconds that an answer may take, once everything is loaded. */
const ANSWER_MS = 20_000;
const PAGE = 500;
/** Objects of a cluster, and their JSON in UTF-16 units, that are held at once. */
const MAX_OBJECTS = 200_000;
const MAX_TEXT = 600_000_000;

/**
 * Answers questions about whole clusters in a thread of its own, which holds the cluster that was last asked about: the second question about it
 * waits for nothing, unless the cluster has changed.
 */
export class Analyst {
  readonly #query: Db;
  readonly #thread = new AskedThread<Command, Answer>({
    name: 'analysis',
    source: new URL('./thread.ts', import.meta.url),
    bundled: new URL('./server-analysis.mjs', import.meta.url),
    idleMs: 300_000,
    busy: 'Too many questions about clusters are waiting.',
  });

  constructor(query: Db) {
    this.#query = query;
  }

  /**
   * Asks about a cluster, by id or name, as far as a principal may see it. `input` needs no `visible`: it is added here.
   *
   * @throws RequestError `not-found` for a cluster that is not there for the principal, `bad-request` for what makes no sense, `unavailable`
   */
  async ask<K extends keyof Questions>(
    principal: Principal,
    cluster: string,
    question: K,
    input: Omit<Input<K>, 'visible'>,
  ): Promise<{ readonly id: string; readonly output: Output<K> }> {
    const found = (await findAnalysedCluster(this.#query, principal, cluster)) ?? refuseUnknown('cluster');
    const visible = await listVisibleNamespaces(this.#query, principal, found.id);
    const snapshot = { cluster: found.id, state: await readState(this.#query, found.id) };
    const whole = visible === undefined ? input : { ...input, visible };
    const answer = await this.#askThread(found, { type: 'ask', of: snapshot, question, input: whole });
    if (answer.type === 'answer') return { id: found.id, output: answer.value as Output<K> };
    if (answer.type === 'fault') throw new RequestError('bad-request', toSentence(answer.message));
    throw new RequestError(
      'unavailable',
      `The cluster could not be analysed: ${'message' in answer ? answer.message : 'it changed meanwhile'}.`,
    );
  }

  async close(): Promise<void> {
    await this.#thread.close();
  }

  async #askThread(cluster: AnalysedCluster, question: Extract<Command, { type: 'ask' }>): Promise<Answer> {
    try {
      return await this.#thread.use(async talk => {
        const answer = await talk.ask(question, ANSWER_MS);
        if (answer.type !== 'absent') return answer;
        await this.#load(cluster, question.of, talk);
        return talk.ask(question, ANSWER_MS);
      });
    } catch (cause) {
      if (!(cause instanceof ThreadFailure)) throw cause;
      return { type: 'failure', message: cause.message };
    }
  }

  async #load({ id, version, isWhole }: AnalysedCluster, snapshot: Snapshot, { send }: Talk<Command, Answer>): Promise<void> {
    let [objects, length] = [0, 0];
    for await (const texts of readAllObjects(this.#query, id, PAGE)) {
      objects += texts.length;
      length += texts.reduce((sum, text) => sum + text.length, 0);
      if (objects > MAX_OBJECTS || length > MAX_TEXT) throw new ThreadFailure('it has more objects than one answer may look at');
      send({ type: 'objects', texts });
    }
    const weaknesses = await readWeaknesses(this.#query, id);
    const known = weaknesses === undefined ? {} : { weaknesses };
    send({ type: 'load', ...snapshot, kubeMinor: parseMinor(version), complete: isWhole, ...known });
  }
}

function toSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?]$/.test(text) ? '' : '.'}`;
}
