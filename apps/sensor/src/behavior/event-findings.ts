import type { Event, Result } from '@breakwater/model';
import type { ViolationBody } from '@breakwater/protocol';
import { listViolations } from '../evaluation/violations.ts';
import type { Outbox } from '../thread/outbox.ts';
import type { BaselineStore, FindingRow } from './baseline-store.ts';

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
  /** Those of `#changed` that are not on disk at all. */
  readonly #new = new Set<string>();
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
      if (known === undefined) {
        this.#new.add(key);
        this.#put(key, finding);
      }
    }
    const [oldest] = this.#findings.size > (this.#options.max ?? MAX) ? this.#findings.keys() : [];
    if (oldest !== undefined) this.#close(oldest);
    if (results.length > 0) this.#options.outbox.flush();
  }

  /** Writes what is new, so that who is told that its events are taken finds their violations again after any end. Throws what SQLite says. */
  keep(): void {
    if (this.#new.size === 0) return;
    this.#options.store.applyFindings(this.#toRows(this.#new), []);
    this.#new.clear();
  }

  /** Tells and keeps what was repeated, and closes what was not for long. `now`: milliseconds since 1970. Throws what SQLite says. */
  tell(now: number): void {
    for (const [key, { lastSeen }] of this.#findings) if (now - Date.parse(lastSeen) > OPEN_MS) this.#close(key);
    if (this.#changed.size + this.#gone.size === 0) return;
    for (const key of this.#changed) this.#put(key, this.#findings.get(key));
    this.#options.store.applyFindings(this.#toRows(this.#changed), [...this.#gone]);
    this.#changed.clear();
    this.#new.clear();
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
    this.#new.delete(key);
    this.#gone.add(key);
    this.#options.outbox.delete('violation', key);
  }

  #toRows(keys: ReadonlySet<string>): readonly FindingRow[] {
    return [...keys].flatMap(key => {
      const finding = this.#findings.get(key);
      return finding === undefined ? [] : [{ key, seen: finding.lastSeen, body: JSON.stringify(finding) }];
    });
  }

  #put(key: string, finding: Finding | undefined): void {
    if (finding === undefined) return;
    const { body, count, firstSeen, lastSeen } = finding;
    const repeated = { source: 'event', path: 'repeated', value: { count, firstSeen, lastSeen } };
    const results = body.results.map(result => ({ ...result, evidence: [...result.evidence, repeated] }));
    this.#options.outbox.put('violation', key, JSON.stringify({ ...body, results }));
  }
}
