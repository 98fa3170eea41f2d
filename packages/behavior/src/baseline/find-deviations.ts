import type { BehaviorBaseline, Event, EventContext } from '@breakwater/model';
import { EventWatcher, toBehaviorSubject } from '../context/event-watcher.ts';
import type { FindAddress } from '../context/name-peer.ts';
import { nameSubject } from '../export/to-seccomp.ts';
import { Behavior } from './behavior.ts';
import { lockBaseline } from './life.ts';

/** What a container did and its baseline does not know. */
export interface Deviation {
  readonly container: string;
  readonly verdict: NonNullable<EventContext['baseline']>['verdict'];
  readonly detail: string;
  readonly firstSeen: string;
  lastSeen: string;
  /** Id of the event that was it last. */
  lastEvent: string;
  count: number;
}

/** Different deviations that are told one by one. */
const MAX_DEVIATIONS = 10_000;

/** Holds recorded events against baselines as if all of them were locked. */
export class DeviationFinder {
  readonly #behaviors = new Map<string, Behavior>();
  readonly #found = new Map<string, Deviation>();
  readonly #unknown = new Set<string>();
  readonly #watcher: EventWatcher;
  #more = 0;

  /** Of several versions of a container the last one counts. */
  constructor(baselines: readonly BehaviorBaseline[], findAddress?: FindAddress) {
    this.#watcher = new EventWatcher({ findBehavior: event => this.#find(event), ...(findAddress === undefined ? {} : { findAddress }) });
    for (const baseline of baselines) this.#behaviors.set(toContainer(baseline.subject), new Behavior(lockBaseline(baseline, '', '')));
  }

  /** Containers of which there is no baseline, sorted. */
  get unknown(): readonly string[] {
    return [...this.#unknown].toSorted();
  }

  /** Events whose deviations are too many to be told. */
  get more(): number {
    return this.#more;
  }

  take(event: Event): void {
    const { baseline } = this.#watcher.watch(event);
    if (baseline === undefined || baseline.verdict === 'known') return;
    const subject = toBehaviorSubject(event, '');
    const container = subject === undefined ? '' : toContainer(subject);
    const { verdict, detail = '' } = baseline;
    const key = `${container} ${verdict} ${detail}`;
    const known = this.#found.get(key);
    const { time, id } = event;
    if (known !== undefined) Object.assign(known, { count: known.count + 1, lastSeen: time, lastEvent: id });
    else if (this.#found.size < MAX_DEVIATIONS)
      this.#found.set(key, { container, verdict, detail, firstSeen: time, lastSeen: time, lastEvent: id, count: 1 });
    else this.#more += 1;
  }

  /** In the order in which they were first seen, container by container. */
  list(): readonly Deviation[] {
    return [...this.#found.values()].toSorted((a, b) => compare(a.container, b.container) || compare(a.firstSeen, b.firstSeen));
  }

  #find(event: Event): Behavior | undefined {
    const subject = toBehaviorSubject(event, '');
    if (subject === undefined) return undefined;
    const container = toContainer(subject);
    const known = this.#behaviors.get(container);
    if (known === undefined && this.#unknown.size < MAX_DEVIATIONS) this.#unknown.add(container);
    return known;
  }
}

/** Whatever its version. */
function toContainer(subject: BehaviorBaseline['subject']): string {
  return nameSubject({ ...subject, version: '' });
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
