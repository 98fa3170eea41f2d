import type { BehaviorSubject, Event, EventContext } from '@breakwater/model';
import type { Behavior } from '../baseline/behavior.ts';
import { Detection } from '../detection/detection.ts';
import { toSubject } from '../detection/subject.ts';
import type { Sighting } from '../sighting.ts';
import { compareImage, type ImagePromise } from './compare-image.ts';
import { DnsMemory } from './dns-memory.ts';
import { type FindAddress, namePeer, type Peer } from './name-peer.ts';

export interface EventWatcherOptions {
  /** The baseline that an event is compared with, and learned by while it learns. */
  readonly findBehavior?: (event: Event) => Behavior | undefined;
  readonly findAddress?: FindAddress;
  readonly image?: ImagePromise;
  /** What the network policies say of a connection that came about; undefined where that is not certain. */
  readonly judgeConnection?: (event: Event, peer: Peer) => EventContext['network'] | undefined;
  /** When the pod of an event started: RFC 3339 UTC. */
  readonly findStart?: (event: Event) => string | undefined;
}

/** Containers of which the first process was seen. */
const MAX_STARTED = 20_000;

/** Takes the events of a cluster in their order and says of each what is known around it. Bounded, whatever comes. */
export class EventWatcher {
  readonly #options: EventWatcherOptions;
  readonly #names = new DnsMemory();
  readonly #detection = new Detection();
  readonly #started = new Set<string>();

  constructor(options: EventWatcherOptions) {
    this.#options = options;
  }

  /** A part of the context for which nothing can be looked up stays away. */
  watch(event: Event): EventContext {
    const { findBehavior, findAddress, image, judgeConnection, findStart } = this.#options;
    const subject = toSubject(event);
    if (event.dns !== undefined) this.#names.note(subject, event.dns.query, event.dns.answers);
    const end = event.connect ?? event.accept;
    const peer = end === undefined ? undefined : namePeer(end.remote.address, subject, findAddress ?? nobody, this.#names);
    const startedAt = findStart?.(event);
    const sighting: Sighting = { event, ...(peer === undefined ? {} : { peer }), ...(startedAt === undefined ? {} : { startedAt }) };
    const behavior = findBehavior?.(event);
    const baseline = behavior?.judge(sighting);
    behavior?.learn(sighting);
    // Who connects may be refused later; who is connected to was reached.
    const network = peer === undefined || event.accept === undefined ? undefined : judgeConnection?.(event, peer);
    const promised = image === undefined ? undefined : compareImage(event, image, this.#isFirst(event, subject));
    return {
      ...(baseline === undefined ? {} : { baseline }),
      ...(promised === undefined ? {} : { image: promised }),
      ...(network === undefined ? {} : { network }),
      ...(peer === undefined ? {} : { peer }),
      signals: this.#detection.notice(sighting, baseline),
    };
  }

  /** Whether it is the first program of its container, and was seen when it started. What an entrypoint executes in its place is not. */
  #isFirst({ type, process }: Event, subject: string): boolean {
    if (type !== 'process-exec' || process?.containerPid !== 1 || process.traits?.includes('runtime') === true) return false;
    if (this.#started.has(subject)) return false;
    const [oldest] = this.#started;
    if (this.#started.size >= MAX_STARTED && oldest !== undefined) this.#started.delete(oldest);
    this.#started.add(subject);
    return process.traits?.includes('running') !== true;
  }
}

/** What the baseline of an event is about; undefined for what happened in no container, and was asked by nobody. */
export function toBehaviorSubject(event: Event, version: string): BehaviorSubject | undefined {
  const { cluster, namespace, workload, container, audit } = event;
  // Who calls the API is learned wherever they call it.
  if (audit !== undefined) return { cluster, namespace: '', workload: `User/${audit.user.slice(0, 500)}`, version: '', container: '' };
  if (namespace === undefined || workload === undefined || container === undefined) return undefined;
  return { cluster, namespace, workload, version, container };
}

function nobody(): undefined {
  return undefined;
}
