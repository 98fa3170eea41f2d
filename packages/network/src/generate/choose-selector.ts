import { toRecord, toTextMap } from '@breakwater/inventory';
import type { NetworkWorkload } from '../cluster/read-cluster.ts';
import type { Labels } from '../world.ts';

export interface ChosenSelector {
  readonly labels: Labels;
  /** Other workloads of the namespace that it takes too, since no labels tell them apart. */
  readonly others: readonly string[];
}

/** Labels that say what something is, the best first. */
const PREFERRED = [
  'app.kubernetes.io/name',
  'app.kubernetes.io/instance',
  'app.kubernetes.io/component',
  'app',
  'k8s-app',
  'name',
  'component',
  'role',
  'tier',
];

/** Labels that change with every roll-out or pod. */
const UNSTABLE =
  /(?:^|\/)(?:pod-template-hash|controller-revision-hash|pod-template-generation|pod-name|pod-index|controller-uid|job-name|batch\.kubernetes\.io\/.*|version|chart|managed-by|part-of)$/;

/** The fewest stable labels that take a workload and no other one of its namespace. */
export function chooseSelector(entry: NetworkWorkload, siblings: readonly NetworkWorkload[]): ChosenSelector {
  const keys = rankKeys(entry);
  const candidates = [...keys.map(key => [key]), ...keys.flatMap((a, index) => keys.slice(index + 1).map(b => [a, b])), keys];
  const listOthers = (labels: Labels): readonly string[] =>
    siblings
      .filter(other => other !== entry && Object.entries(labels).every(([key, value]) => other.pod.labels[key] === value))
      .map(({ name }) => name);
  for (const chosen of candidates) {
    const labels = pick(entry.pod.labels, chosen);
    if (chosen.length > 0 && listOthers(labels).length === 0) return { labels, others: [] };
  }
  const labels = pick(entry.pod.labels, keys);
  return { labels, others: listOthers(labels) };
}

const MAX_KEYS = 12;

/** Preferred labels, then those of the workload's own selector, then the rest by name. */
function rankKeys({ pod, workload }: NetworkWorkload): readonly string[] {
  const own = Object.keys(toTextMap(toRecord(workload.object.spec['selector'])['matchLabels']));
  const stable = Object.keys(pod.labels).filter(key => !UNSTABLE.test(key));
  const ranked = [...PREFERRED, ...own.toSorted(), ...stable.toSorted()].filter(key => stable.includes(key));
  return [...new Set(ranked)].slice(0, MAX_KEYS);
}

function pick(labels: Labels, keys: readonly string[]): Labels {
  return Object.fromEntries(keys.toSorted().map(key => [key, labels[key] ?? '']));
}
