import { Behavior, createBaseline, EventWatcher, followVersion, nameSubject, toBehaviorSubject } from '@breakwater/behavior';
import type { BehaviorBaseline, Event } from '@breakwater/model';

/** Containers of a recording that are learned at once. */
const MAX_SUBJECTS = 20_000;

/** Learns what containers do from recorded events, each version of a workload by itself. */
export class EventLearner {
  readonly #behaviors = new Map<string, Behavior>();
  readonly #before: readonly BehaviorBaseline[];
  readonly #version: string | undefined;
  readonly #watcher: EventWatcher;
  #leftOut = 0;

  /**
   * @param before baselines that are learned on; of another version of the same container the new one starts from
   * @param version of every workload; by the image of each event when undefined
   */
  constructor(before: readonly BehaviorBaseline[], version: string | undefined) {
    this.#before = before;
    this.#version = version;
    for (const baseline of before) this.#behaviors.set(nameSubject(baseline.subject), new Behavior(baseline));
    this.#watcher = new EventWatcher({ findBehavior: event => this.#find(event) });
  }

  /** Events that are of no container of a workload. */
  get leftOut(): number {
    return this.#leftOut;
  }

  learn(event: Event): void {
    const named = nameWorkload(event);
    if (this.#find(named) === undefined) this.#leftOut += 1;
    else this.#watcher.watch(named);
  }

  /** Sorted by what they are about. */
  list(): readonly BehaviorBaseline[] {
    return [...this.#behaviors].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, behavior]) => behavior.toBaseline());
  }

  #find(event: Event): Behavior | undefined {
    const subject = toBehaviorSubject(event, this.#version ?? event.image ?? '');
    if (subject === undefined) return undefined;
    const key = nameSubject(subject);
    const known = this.#behaviors.get(key);
    if (known !== undefined || this.#behaviors.size >= MAX_SUBJECTS) return known;
    const { version: _, ...container } = subject;
    const older = this.#before.findLast(({ subject: { version: __, ...other } }) => JSON.stringify(other) === JSON.stringify(container));
    const made = new Behavior(older === undefined ? createBaseline(subject, event.time) : followVersion(older, subject, event.time));
    this.#behaviors.set(key, made);
    return made;
  }
}

/** An agent by itself knows pods, and no workloads. */
export function nameWorkload(event: Event): Event {
  return event.workload === undefined && event.pod !== undefined ? { ...event, workload: `Pod/${event.pod}` } : event;
}
