/** What one replica did within a window. */
export interface Replica {
  readonly pod: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Its behaviours, each with whether the workload never did it before. */
  readonly behaviors: ReadonlyMap<string, boolean>;
}

export interface ReplicaDifference {
  readonly pod: string;
  /** What it alone did, and its workload never before; sorted. */
  readonly behaviors: readonly string[];
}

/** Replicas of one age are compared with each other; fewer than three say nothing, since each differs from the other alike. */
export interface ReplicaComparison {
  readonly state: 'compared' | 'too-few';
  /** Why nothing is said, or how many were compared. */
  readonly message: string;
  readonly differences: readonly ReplicaDifference[];
}

const LEAST = 3;
const MINUTE = 60_000;
/** What starts up behaves differently from what has run for days. */
const AGES = [10 * MINUTE, 60 * MINUTE, 24 * 60 * MINUTE];

/**
 * Says which replicas do what no other does. A leader does what followers do not: what its workload has done before is no difference, whoever did it. A replica that did
 * nothing is not compared: nothing is known of it. `now`: milliseconds since 1970.
 */
export function compareReplicas(replicas: readonly Replica[], now: number): ReplicaComparison {
  const active = replicas.filter(({ behaviors }) => behaviors.size > 0);
  const groups = [...Map.groupBy(active, ({ startedAt }) => findAge(now - startedAt)).values()].filter(group => group.length >= LEAST);
  if (groups.length === 0) {
    const message = `too few to compare: ${active.length} replicas did something, and ${LEAST} of about the same age are needed`;
    return { state: 'too-few', message, differences: [] };
  }
  const compared = groups.reduce((sum, group) => sum + group.length, 0);
  return {
    state: 'compared',
    message: `${compared} of ${replicas.length} replicas compared`,
    differences: groups.flatMap(findDifferences),
  };
}

/** How many replicas of its age do without a behaviour that one of them shows; undefined where another shows it too, or they are too few. `now`: milliseconds. */
export function countWithout(replicas: Iterable<Replica>, pod: string, behavior: string, now: number): number | undefined {
  const all = [...replicas].filter(({ behaviors }) => behaviors.size > 0);
  const own = all.find(one => one.pod === pod);
  if (own === undefined) return undefined;
  const age = findAge(now - own.startedAt);
  const peers = all.filter(one => one !== own && findAge(now - one.startedAt) === age);
  return peers.length + 1 < LEAST || peers.some(({ behaviors }) => behaviors.has(behavior)) ? undefined : peers.length;
}

function findDifferences(group: readonly Replica[]): readonly ReplicaDifference[] {
  const counts = new Map<string, number>();
  for (const { behaviors } of group) for (const behavior of behaviors.keys()) counts.set(behavior, (counts.get(behavior) ?? 0) + 1);
  return group.flatMap(({ pod, behaviors }) => {
    const own = [...behaviors].filter(([behavior, isNew]) => isNew && counts.get(behavior) === 1).map(([behavior]) => behavior);
    return own.length === 0 ? [] : [{ pod, behaviors: own.toSorted() }];
  });
}

function findAge(age: number): number {
  return AGES.filter(limit => age >= limit).length;
}
