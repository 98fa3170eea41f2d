import type { Cluster, NetworkWorkload } from '../cluster/read-cluster.ts';
import type { VerdictMatrix } from '../connections/verdict-matrix.ts';

/** A way from one namespace to another that leads over a workload of a third, where none leads directly. */
export interface Bridge {
  readonly from: string;
  readonly to: string;
}

/** Ways that are named of one workload; a cluster where everything hangs together by one workload has thousands. */
const MAX_WAYS = 20;

/**
 * Finds what a workload connects that is apart without it. Namespaces of Kubernetes itself are left out: everybody uses their DNS.
 * Pods of one class and namespace are alike, so the cost grows with their pairs and not with those of workloads.
 */
export class BridgeFinder {
  readonly #groups = new Map<string, Group>();
  readonly #reachedBy: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #matrix: VerdictMatrix;
  readonly #answers = new Map<Group, readonly Bridge[]>();

  constructor({ workloads }: Pick<Cluster, 'workloads'>, matrix: VerdictMatrix) {
    this.#matrix = matrix;
    for (const entry of workloads.filter(isOfTenant)) {
      const group = this.#toGroup(entry);
      this.#groups.set(group.key, this.#groups.get(group.key) ?? group);
    }
    const groups = [...this.#groups.values()];
    const ofClass = new Map([...new Set(groups.map(group => group.classIndex))].map(source => [source, this.#listReached(source, groups)]));
    for (const group of groups) group.reaches = ofClass.get(group.classIndex) ?? new Set();
    const byNamespace = Map.groupBy(groups, ({ namespace }) => namespace);
    this.#reachedBy = new Map([...byNamespace].map(([name, own]) => [name, new Set(own.flatMap(({ reaches }) => [...reaches]))]));
  }

  /** At most 20, sorted by their namespaces; empty for what is none. */
  list(entry: NetworkWorkload): readonly Bridge[] {
    const group = this.#groups.get(this.#toGroup(entry).key);
    if (group === undefined) return [];
    const known = this.#answers.get(group) ?? this.#find(group);
    this.#answers.set(group, known);
    return known;
  }

  #find({ namespace: own, classIndex, reaches }: Group): readonly Bridge[] {
    const sources = [...this.#groups.values()].filter(
      ({ namespace, classIndex: source }) => namespace !== own && this.#isReached(source, classIndex),
    );
    const found: Bridge[] = [];
    for (const from of [...new Set(sources.map(({ namespace }) => namespace))].toSorted()) {
      for (const to of [...reaches].toSorted()) {
        if (to === own || to === from || this.#reachedBy.get(from)?.has(to) === true) continue;
        found.push({ from, to });
        if (found.length === MAX_WAYS) return found;
      }
    }
    return found;
  }

  /** Namespaces of which a class reaches something. */
  #listReached(source: number, groups: readonly Group[]): ReadonlySet<string> {
    const found = new Set<string>();
    for (const { namespace, classIndex } of groups) {
      if (!found.has(namespace) && this.#isReached(source, classIndex)) found.add(namespace);
    }
    return found;
  }

  #isReached(source: number, destination: number): boolean {
    return this.#matrix.list(source, destination).some(({ isAllowed }) => isAllowed);
  }

  #toGroup({ pod }: NetworkWorkload): Group {
    const classIndex = this.#matrix.findClass(pod);
    return { key: `${classIndex} ${pod.namespace}`, namespace: pod.namespace, classIndex, reaches: new Set() };
  }
}

/** Pods of one namespace that policies treat alike. */
interface Group {
  readonly key: string;
  readonly namespace: string;
  readonly classIndex: number;
  /** Namespaces, its own among them where it reaches its like. */
  reaches: ReadonlySet<string>;
}

function isOfTenant({ pod }: NetworkWorkload): boolean {
  return !pod.namespace.startsWith('kube-');
}
