import { type Answer, type Client, type Condition, events } from '@breakwater/api';
import { toFilter } from './event-options.ts';

export type ListedEvent = Answer<typeof events.endpoints.list>['results'][number];

/** Events of one question. */
const PAGE = 200;
/** What comes later than so long after it happened is not followed; sensors that were away send older ones, which a list shows. */
const LATE_MS = 60_000;
/** Ids that are remembered, so that none is shown twice. */
const MAX_KNOWN = 20_000;

/** Follows what happens on a server: each call of `next` yields what came since the last one, the oldest first, each event once. */
export class EventFollower {
  readonly #client: Client;
  readonly #conditions: readonly Condition[];
  readonly #known = new Set<string>();
  #from: number;

  /** @param from milliseconds since 1970; nothing that happened before it is told */
  constructor(client: Client, conditions: readonly Condition[], from: number) {
    this.#client = client;
    this.#conditions = conditions;
    this.#from = from;
  }

  async next(now: number): Promise<readonly ListedEvent[]> {
    const told: ListedEvent[] = [];
    const query = { sort: 'time', limit: PAGE, ...toFilter([...this.#conditions, since(this.#from)]) };
    for (let cursor: string | undefined; ; ) {
      const page = await this.#client.call(events.endpoints.list, { query: { ...query, ...(cursor === undefined ? {} : { cursor }) } });
      told.push(...page.results.filter(({ id }) => this.#isNew(id)));
      cursor = page.next;
      if (cursor === undefined) break;
    }
    this.#from = Math.max(this.#from, now - LATE_MS);
    return told;
  }

  #isNew(id: string): boolean {
    if (this.#known.has(id)) return false;
    this.#known.add(id);
    const [oldest] = this.#known;
    if (this.#known.size > MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest);
    return true;
  }
}

function since(time: number): Condition {
  return { field: 'time', operator: '>=', values: [new Date(time).toISOString()] };
}
