import {
  Behavior,
  BY_STEADINESS,
  type ChangedEntries,
  createBaseline,
  explainLearning,
  followVersion,
  type LearningRule,
  lockBaseline,
  type ManifestCommand,
  nameSubject,
  seedCommands,
} from '@breakwater/behavior';
import type { BehaviorBaseline, BehaviorSubject } from '@breakwater/model';
import type { BaselineChange, BaselineOutcome } from '@breakwater/protocol';
import type { BaselineStore } from './baseline-store.ts';

export interface BehaviorBookOptions {
  readonly store: Pick<BaselineStore, 'find' | 'findLast' | 'put' | 'putOutcome'>;
  /** Is told what was written, and what was forgotten for want of room. */
  readonly onWritten?: (written: readonly KeptBaseline[], forgotten: readonly string[], now: number) => void;
  readonly rule?: LearningRule;
  /** Baselines that are open at once; the others lie on disk. */
  readonly maxOpen?: number;
}

/** A baseline under its key, with that of all versions of its container. */
export interface KeptBaseline {
  readonly key: string;
  readonly container: string;
  readonly baseline: BehaviorBaseline;
}

const MAX_OPEN = 1000;
/** One that learns all the time is written so often, and so many at a stretch: the thread has other things to do. */
const WRITE_MS = 30_000;
const AT_ONCE = 20;

interface Open {
  readonly behavior: Behavior;
  readonly container: string;
  /** What was written of it last. */
  written: number;
  isNew: boolean;
  /** When it was written last, in milliseconds since 1970. */
  writtenAt: number;
}

/** The baselines of a cluster, those that are used open, all of them on disk. */
export class BehaviorBook {
  readonly #options: BehaviorBookOptions;
  readonly #open = new Map<string, Open>();

  constructor(options: BehaviorBookOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#open.size;
  }

  /**
   * The baseline of a version of a container; a version that is new starts from the last one, and knows the commands of its manifest.
   * `time`: RFC 3339 UTC.
   */
  find(subject: BehaviorSubject, time: string, listCommands: () => readonly ManifestCommand[] = () => []): Behavior {
    const key = nameSubject(subject);
    const known = this.#open.get(key) ?? this.#read(key, subject, time, listCommands);
    this.#open.delete(key);
    this.#open.set(key, known);
    const [oldest] = this.#open.size > (this.#options.maxOpen ?? MAX_OPEN) ? this.#open : [];
    if (oldest !== undefined) {
      this.#write([oldest].filter(isChanged), 0);
      this.#open.delete(oldest[0]);
    }
    return known.behavior;
  }

  /**
   * Changes a baseline for somebody, written at once with what came of it. A baseline that there is none of is not made. `now`: RFC 3339 UTC. Throws what
   * SQLite says.
   */
  change(
    { id, subject }: Pick<BaselineChange, 'id' | 'subject'>,
    now: string,
    work: (baseline: BehaviorBaseline) => ChangedEntries,
  ): BaselineOutcome {
    const [key, at] = [nameSubject(subject), Date.parse(now)];
    const before = this.#open.get(key)?.behavior.toBaseline() ?? this.#options.store.find(key);
    if (before === undefined) {
      const missing: BaselineOutcome = { id, state: 'refused', message: `there is no baseline of ${key} any more`.slice(0, 2000) };
      this.#options.store.putOutcome(missing, at, undefined);
      return missing;
    }
    const { baseline, unknown } = work(before);
    const message = unknown.length === 0 ? '' : `no such entry: ${unknown.join(', ')}`.slice(0, 2000);
    const isIdle = unknown.length > 0 && JSON.stringify(baseline) === JSON.stringify(before);
    const outcome: BaselineOutcome = { id, state: isIdle ? 'refused' : 'applied', message };
    const kept = { key, container: nameSubject({ ...subject, version: '' }), baseline };
    this.#options.store.putOutcome(outcome, at, kept);
    this.#open.set(key, { behavior: new Behavior(baseline), container: kept.container, written: 0, isNew: false, writtenAt: at });
    this.#options.onWritten?.([kept], [], at);
    return outcome;
  }

  /** Writes some of what has changed, and locks what has become steady; to be called every half a second. `now`: RFC 3339 UTC. Throws what SQLite says. */
  save(now: string): void {
    this.#lock(now);
    const due = Date.parse(now) - WRITE_MS;
    const waiting = [...this.#open].filter(([, { writtenAt, isNew }]) => isNew || writtenAt <= due).filter(isChanged);
    this.#write(waiting.slice(0, AT_ONCE), Date.parse(now));
  }

  /** Writes all that has changed. Throws what SQLite says. */
  saveAll(now: string): void {
    this.#lock(now);
    this.#write([...this.#open].filter(isChanged), Date.parse(now));
  }

  #lock(now: string): void {
    for (const [key, { behavior, container }] of this.#open) {
      if (behavior.state === 'locked' || explainLearning(behavior.progress, now, this.#options.rule) !== undefined) continue;
      const locked = new Behavior(lockBaseline(behavior.toBaseline(), BY_STEADINESS, now));
      this.#open.set(key, { behavior: locked, container, written: 0, isNew: true, writtenAt: 0 });
    }
  }

  #write(changed: readonly (readonly [key: string, open: Open])[], now: number): void {
    if (changed.length === 0) return;
    const kept = changed.map(([key, { behavior, container }]) => ({ key, container, baseline: behavior.toBaseline() }));
    const forgotten = this.#options.store.put(kept);
    this.#options.onWritten?.(kept, forgotten, now);
    for (const [, one] of changed) {
      one.written = one.behavior.revision;
      one.isNew = false;
      one.writtenAt = now;
    }
  }

  #read(key: string, subject: BehaviorSubject, time: string, listCommands: () => readonly ManifestCommand[]): Open {
    const { store } = this.#options;
    const container = nameSubject({ ...subject, version: '' });
    const stored = store.find(key);
    if (stored !== undefined) return { behavior: new Behavior(stored), container, written: 0, isNew: false, writtenAt: 0 };
    const last = store.findLast(container);
    const made = last === undefined ? createBaseline(subject, time) : followVersion(last, subject, time);
    return { behavior: new Behavior(seedCommands(made, listCommands(), time)), container, written: 0, isNew: true, writtenAt: 0 };
  }
}

function isChanged([, { behavior, written, isNew }]: readonly [key: string, open: Open]): boolean {
  return isNew || behavior.revision !== written;
}
