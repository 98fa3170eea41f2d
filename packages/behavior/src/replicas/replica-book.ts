import { keepNewest } from '@breakwater/model';
import { toBehavior } from '../baseline/describe-news.ts';
import { toElement } from '../baseline/to-element.ts';
import type { Noticed } from '../detector.ts';
import { countWithout, type Replica } from './compare-replicas.ts';

const WINDOW_MS = 15 * 60_000;
/** Workload versions, replicas of one, and behaviours of one replica that are kept; more of them do not make it clearer who differs. */
const MAX_GROUPS = 1000;
const MAX_REPLICAS = 50;
const MAX_BEHAVIORS = 100;
/** Stands for all that the workload has done before. */
const KNOWN = '';

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
    if (podUid === undefined || workload === undefined || baseline === undefined) return undefined;
    const kept = this.#find(`${namespace}/${workload}/${container}`, now).recent;
    if (!kept.has(podUid) && kept.size < MAX_REPLICAS)
      kept.set(podUid, { startedAt: startedAt === undefined ? 0 : Date.parse(startedAt), behaviors: new Map() });
    const own = kept.get(podUid)?.behaviors;
    if (baseline.verdict === 'known') {
      // That it is at work counts; what it does is nothing that it could differ by.
      own?.set(KNOWN, false);
      return undefined;
    }
    const element = toElement({ event });
    const behavior = element === undefined ? undefined : toBehavior(element);
    if (behavior !== undefined && own !== undefined && own.size < MAX_BEHAVIORS) own.set(behavior, true);
    return behavior;
  }

  /** How many other replicas of its age do without what this one does; undefined where that says nothing. */
  countWithout({ event, now }: Noticed, behavior: string): number | undefined {
    const { namespace, workload, container, podUid = '' } = event;
    const { earlier, recent } = this.#find(`${namespace}/${workload}/${container}`, now);
    const others = [...earlier].filter(([pod]) => !recent.has(pod));
    // What one did before this quarter of an hour is no news of it; of others it is.
    if ([...earlier].some(([pod, kept]) => pod !== podUid && kept.behaviors.has(behavior))) return undefined;
    const replicas = [...recent, ...others].map(([pod, kept]): Replica => ({ pod, ...kept }));
    return countWithout(replicas, podUid, behavior, now);
  }

  #find(key: string, now: number): Group {
    const group = this.#groups.get(key) ?? { startedAt: now, earlier: new Map(), recent: new Map() };
    keepNewest(this.#groups, key, group, MAX_GROUPS);
    if (now - group.startedAt >= WINDOW_MS) {
      group.earlier = now - group.startedAt < 2 * WINDOW_MS ? group.recent : new Map();
      group.recent = new Map();
      group.startedAt = now;
    }
    return group;
  }
}
