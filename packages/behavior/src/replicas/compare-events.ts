import type { BehaviorBaseline, Event } from '@breakwater/model';
import { Behavior } from '../baseline/behavior.ts';
import { toBehavior } from '../baseline/describe-news.ts';
import { toElement } from '../baseline/to-element.ts';
import { EventWatcher } from '../context/event-watcher.ts';
import type { FindAddress } from '../context/name-peer.ts';
import { compareReplicas, type ReplicaComparison } from './compare-replicas.ts';

/** More of one container do not make it clearer who differs. */
const MAX_REPLICAS = 50;
const MAX_BEHAVIORS = 100;

export interface CompareOptions {
  /** What was normal before, by container; what is in none of them is new. */
  readonly baselines: readonly BehaviorBaseline[];
  /** Begin of the window: what was first seen after it is new. RFC 3339 UTC. */
  readonly since: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** When a pod started, in milliseconds since 1970; undefined where it is not known. */
  readonly findStart: (pod: string) => number | undefined;
  readonly findAddress?: FindAddress;
}

/** Something that replicas did. */
export interface SharedBehavior {
  /** In one line; the same for what is the same behaviour. */
  readonly text: string;
  /** The workload never did it before. */
  readonly isNew: boolean;
  readonly pods: readonly string[];
  /** Id of the event that was it last. */
  readonly lastEvent: string;
}

export interface ContainerComparison extends ReplicaComparison {
  readonly container: string;
  /** Those that did something, sorted. */
  readonly pods: readonly string[];
  /** What only one did that the workload never did before first, then what fewest did. */
  readonly behaviors: readonly SharedBehavior[];
}

interface Noted {
  isNew: boolean;
  readonly pods: Set<string>;
  lastEvent: string;
}

/** Compares what the replicas of a workload did, container by container. Events come in their order. */
export function compareEvents(events: Iterable<Event>, options: CompareOptions): readonly ContainerComparison[] {
  const known = new Map(options.baselines.map(one => [one.subject.container, new Behavior(keepBefore(one, options.since))] as const));
  const noted = new Map<string, Map<string, Noted>>();
  const { findAddress } = options;
  const watcher = new EventWatcher({
    findBehavior: ({ container = '' }) => known.get(container),
    ...(findAddress === undefined ? {} : { findAddress }),
  });
  for (const event of events) {
    const { baseline, peer } = watcher.watch(event);
    const element = toElement(peer === undefined ? { event } : { event, peer });
    if (element === undefined || event.pod === undefined) continue;
    const behaviors = noted.get(event.container ?? '') ?? new Map<string, Noted>();
    noted.set(event.container ?? '', behaviors);
    note(behaviors, toBehavior(element), event, baseline?.verdict !== 'known');
  }
  return [...noted]
    .map(([container, behaviors]) => compare(container, behaviors, options))
    .toSorted((a, b) => (a.container < b.container ? -1 : 1));
}

function note(behaviors: Map<string, Noted>, text: string, { id, pod = '' }: Event, isNew: boolean): void {
  const one = behaviors.get(text) ?? { isNew, pods: new Set<string>(), lastEvent: id };
  if (!behaviors.has(text) && behaviors.size >= MAX_BEHAVIORS * MAX_REPLICAS) return;
  behaviors.set(text, one);
  one.isNew = one.isNew && isNew;
  one.lastEvent = id;
  if (one.pods.size < MAX_REPLICAS) one.pods.add(pod);
}

function compare(container: string, behaviors: ReadonlyMap<string, Noted>, { now, findStart }: CompareOptions): ContainerComparison {
  const pods = [...new Set([...behaviors.values()].flatMap(one => [...one.pods]))].toSorted().slice(0, MAX_REPLICAS);
  const replicas = pods.map(pod => ({
    pod,
    startedAt: findStart(pod) ?? 0,
    behaviors: new Map([...behaviors].filter(([, one]) => one.pods.has(pod)).map(([text, { isNew }]) => [text, isNew] as const)),
  }));
  const listed = [...behaviors].map(([text, { isNew, pods: who, lastEvent }]) => ({ text, isNew, pods: [...who].toSorted(), lastEvent }));
  return {
    container,
    pods,
    ...compareReplicas(replicas, now),
    behaviors: listed.toSorted(
      (a, b) => Number(isAlone(b)) - Number(isAlone(a)) || a.pods.length - b.pods.length || (a.text < b.text ? -1 : 1),
    ),
  };
}

function isAlone({ isNew, pods }: SharedBehavior): boolean {
  return isNew && pods.length === 1;
}

/** What a baseline knew at a time, as it was; locked, since nothing is to be learned here. */
function keepBefore(baseline: BehaviorBaseline, time: string): BehaviorBaseline {
  const keep = <T extends { readonly firstSeen: string }>(entries: readonly T[]): T[] =>
    entries.filter(({ firstSeen }) => firstSeen < time);
  const { processes, peers, listeners, files, names, calls } = baseline;
  return {
    ...baseline,
    state: 'locked',
    processes: keep(processes),
    peers: keep(peers),
    listeners: keep(listeners),
    files: keep(files),
    names: keep(names),
    calls: keep(calls),
  };
}
