import type { Event, Result } from '@breakwater/model';
import type { ViolationBody } from '@breakwater/protocol';
import { listViolations } from '../evaluation/violations.ts';
import type { Outbox } from '../thread/outbox.ts';
import type { BaselineStore } from './baseline-store.ts';

export interface EventFindingsOptions {
  readonly outbox: Pick<Outbox, 'put' | 'delete' | 'flush'>;
  readonly store: Pick<BaselineStore, 'listFindings' | 'applyFindings'>;
  /** Violations that are open at once; those that were not repeated for longest are closed. */
  readonly max?: number;
}

const MAX = 5000;
/** Not repeated for so long, a violation is over. */
const OPEN_MS = 24 * 3_600_000;

interface Finding {
  body: ViolationBody;
  count: number;
  readonly firstSeen: string;
  lastSeen: string;
}

/** Violations of policies over events: each open once, with how often it was repeated; on disk, so that a restart closes none. */
export class EventFindings {
  readonly #options: EventFindingsOptions;
  readonly #findings = new Map<string, Finding>();
  readonly #changed = new Set<string>();
  readonly #gone = new Set<string>();

  constructor(options: EventFindingsOptions) {
    this.#options = options;
    for (const [key, body] of options.store.listFindings()) this.#findings.set(key, JSON.parse(body) as Finding);
    this.retell();
  }

  get size(): number {
    return this.#findings.size;
  }

  /** Takes what policies say of an event. A violation that is open already is counted, and told with the next `tell`. */
  add(event: Event, results: readonly Result[], japanese?: ReadonlyMap<Result, string>): void {
    for (const [key, body] of listViolations(results, japanese)) {
      const known = this.#findings.get(key);
      const { time } = event;
      const finding = known ?? { body, count: 0, firstSeen: time, lastSeen: time };
      finding.body = body;
      finding.count += 1;
      if (time > finding.lastSeen) finding.lastSeen = time;
      this.#findings.delete(key);
      this.#findings.set(key, finding);
      this.#changed.add(key);
      this.#gone.delete(key);
      if (known === undefined) this.#put(key, finding);
    }
    const [oldest] = this.#findings.keys();
    if (this.#findings.size > (this.#options.max ?? MAX) && oldest !== undefined) this.#close(oldest);
    if (results.length > 0) this.#options.outbox.flush();
  }

  /** Tells and keeps what was repeated, and closes what was not for long. `now`: milliseconds since 1970. Throws what SQLite says. */
  tell(now: number): void {
    for (const [key, { lastSeen }] of this.#findings) if (now - Date.parse(lastSeen) > OPEN_MS) this.#close(key);
    const changed = [...this.#changed].flatMap(key => {
      const finding = this.#findings.get(key);
      if (finding === undefined) return [];
      this.#put(key, finding);
      return [{ key, seen: finding.lastSeen, body: JSON.stringify(finding) }];
    });
    if (changed.length + this.#gone.size === 0) return;
    this.#options.store.applyFindings(changed, [...this.#gone]);
    this.#changed.clear();
    this.#gone.clear();
    this.#options.outbox.flush();
  }

  /** Tells everything once more. */
  retell(): void {
    for (const [key, finding] of this.#findings) this.#put(key, finding);
  }

  #close(key: string): void {
    this.#findings.delete(key);
    this.#changed.delete(key);
    this.#gone.add(key);
    this.#options.outbox.delete('violation', key);
  }

  #put(key: string, { body, count, firstSeen, lastSeen }: Finding): void {
    const repeated = { source: 'event', path: 'repeated', value: { count, firstSeen, lastSeen } };
    const results = body.results.map(result => ({ ...result, evidence: [...result.evidence, repeated] }));
    this.#options.outbox.put('violation', key, JSON.stringify({ ...body, results }));
  }
}
