import type { ResponseWork, ServerFrame } from '@breakwater/protocol';
import type { Pool } from '../../database/connection.ts';
import { listDueWork } from './store.ts';

/** Hands one sensor what its responder is to do, each once for a connection: what is not told of is handed on again by the next one. */
export class WorkTeller {
  readonly #pool: Pool;
  readonly #cluster: string;
  readonly #send: (frame: ServerFrame) => Promise<void>;
  readonly #sent = new Set<string>();
  #work: Promise<void> = Promise.resolve();

  constructor(pool: Pool, cluster: string, send: (frame: ServerFrame) => Promise<void>) {
    this.#pool = pool;
    this.#cluster = cluster;
    this.#send = send;
  }

  /** One round after the other. Rejects with what the database or the line says. */
  tell(isEnded: () => boolean): Promise<void> {
    this.#work = this.#work.catch(() => {}).then(() => (isEnded() ? undefined : this.#tell()));
    return this.#work;
  }

  async #tell(): Promise<void> {
    const due = await listDueWork(this.#pool, this.#cluster);
    const keys = new Set(due.map(toKey));
    for (const key of this.#sent) if (!keys.has(key)) this.#sent.delete(key);
    const work = due.filter(one => !this.#sent.has(toKey(one)));
    if (work.length === 0) return;
    await this.#send({ type: 'response-work', work: [...work] });
    for (const one of work) this.#sent.add(toKey(one));
  }
}

function toKey(work: ResponseWork): string {
  return work.type === 'respond' ? `respond ${work.request.id}` : `undo ${work.id}`;
}
