import { toBehavior } from '../baseline/describe-news.ts';
import { toElement } from '../baseline/to-element.ts';
import type { Noticed } from '../detector.ts';
import { compareReplicas, type Replica, type ReplicaComparison } from './compare-replicas.ts';

const WINDOW_MS = 15 * 60_000;
/** Workload versions, replicas of one, and behaviours of one replica that are kept; more of them do not make it clearer who differs. */
const MAX_GROUPS = 1000;
const MAX_REPLICAS = 50;
const MAX_BEHAVIORS = 100;

interface Kept {
  readonly startedAt: number;
  readonly behaviors: Map<string, boolean>;
}

interface Group {
  startedAt: number;
  earlier: ReadonlyMap<string, Kept>;
  recent: Map<string, Kept>;
}

/** What replicas of each workload version and container did in the last quarter of an hour. */
export class ReplicaBook {
  readonly #groups = new Map<string, Group>();

  get size(): number {
    let size = this.#groups.size;
    for (const { earlier, recent } of this.#groups.values())
      for (const { behaviors } of [...earlier.values(), ...recent.values()]) size += behaviors.size + 1;
    return size;
  }

  /** Notes what a replica did, and gives its text; undefined for what says nothing. */
  note({ event, baseline, startedAt, now }: Noticed): string | undefined {
    const { podUid, namespace, workload, container } = event;
    const element = baseline === undefined ? undefined : toElement({ event });
    if (podUid === undefined || workload === undefined || element === undefined) return undefined;
    const behavior = toBehavior(element);
    const kept = this.#find(`${namespace}/${workload}/${container}`, now).recent;
    if (!kept.has(podUid) && kept.size < MAX_REPLICAS)
      kept.set(podUid, { startedAt: startedAt === undefined ? 0 : Date.parse(startedAt), behaviors: new Map() });
    const own = kept.get(podUid)?.behaviors;
    // What is new is worth more room than what every replica does.
    if (own !== undefined && own.size < (baseline?.verdict === 'known' ? MAX_BEHAVIORS / 2 : MAX_BEHAVIORS))
      own.set(behavior, baseline?.verdict !== 'known');
    return behavior;
  }

  compare(event: Noticed['event'], now: number): ReplicaComparison {
    const { earlier, recent } = this.#find(`${event.namespace}/${event.workload}/${event.container}`, now);
    const pods = new Set([...earlier.keys(), ...recent.keys()]);
    return compareReplicas(
      [...pods].map((pod): Replica => {
        const [old, young] = [earlier.get(pod), recent.get(pod)];
        const startedAt = (young ?? old)?.startedAt ?? 0;
        return { pod, startedAt, behaviors: new Map([...(old?.behaviors ?? []), ...(young?.behaviors ?? [])]) };
      }),
      now,
    );
  }

  #find(key: string, now: number): Group {
    const group = this.#groups.get(key) ?? { startedAt: now, earlier: new Map(), recent: new Map() };
    this.#groups.delete(key);
    this.#groups.set(key, group);
    const [oldest] = this.#groups.keys();
    if (this.#groups.size > MAX_GROUPS && oldest !== undefined) this.#groups.delete(oldest);
    if (now - group.startedAt >= WINDOW_MS) {
      group.earlier = now - group.startedAt < 2 * WINDOW_MS ? group.recent : new Map();
      group.recent = new Map();
      group.startedAt = now;
    }
    return group;
  }
}
