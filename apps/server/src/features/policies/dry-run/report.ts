import type { Answer, DRY_RUN_LIMITS, policies } from '@breakwater/api';
import { findPodKind } from '@breakwater/inventory';
import { SEVERITIES } from '@breakwater/model';
import type { Comparison, Difference } from '@breakwater/policy';
import { toObjectKey } from '@breakwater/protocol';
import { toRowId } from '../../../list/row-id.ts';

export type DryRun = Answer<typeof policies.endpoints.dryRun>;

/** Places that are named one by one; the others are counted. */
const MAX_PLACES = 100;
const MAX_NAMESPACES = 500;

interface Place {
  readonly cluster: { readonly id: string; readonly name: string };
  readonly difference: Difference;
}

/** Adds up what was found in cluster after cluster. */
export class Report {
  readonly #places: Place[] = [];
  readonly #limits: DryRun['limits'] = [];
  readonly #undecided: Record<string, number> = {};
  #judged = 0;

  limit(code: (typeof DRY_RUN_LIMITS)[number], message: string, cluster?: string): void {
    this.#limits.push({ code, message, ...(cluster === undefined ? {} : { cluster }) });
  }

  add(cluster: Place['cluster'], { differences, judged, all, undecided, reasons }: Comparison): void {
    for (const difference of differences) this.#places.push({ cluster, difference });
    for (const [state, count] of Object.entries(undecided)) this.#undecided[state] = (this.#undecided[state] ?? 0) + count;
    this.#judged += judged;
    if (judged < all) this.limit('time', `${all - judged} of ${all} objects were not judged: it took too long.`, cluster.name);
    for (const reason of reasons) this.limit('undecided', reason, cluster.name);
  }

  read(milliseconds: number): DryRun {
    return {
      opens: this.#places.filter(({ difference }) => difference.change === 'opens').length,
      closes: this.#places.filter(({ difference }) => difference.change === 'closes').length,
      objects: new Set(this.#places.map(toObject)).size,
      byNamespace: countNamespaces(this.#places).slice(0, MAX_NAMESPACES),
      places: this.#places.toSorted(compare).slice(0, MAX_PLACES).map(toPlace),
      judged: this.#judged,
      undecided: this.#undecided,
      limits: this.#limits,
      milliseconds: Math.round(milliseconds),
    };
  }
}

function toObject({ cluster, difference: { result } }: Place): string {
  return `${cluster.id}\n${toObjectKey(result.target)}`;
}

/** What opens before what closes, the most severe first, then by name. */
function compare(a: Place, b: Place): number {
  const order = (place: Place): string =>
    [place.difference.change === 'opens' ? 0 : 1, 9 - SEVERITIES.indexOf(place.difference.result.severity), toObject(place)].join('\n');
  return order(a) < order(b) ? -1 : 1;
}

function toPlace({ cluster, difference: { change, result } }: Place): DryRun['places'][number] {
  const { policy, severity, message, target, container = '' } = result;
  const group = target.apiVersion.includes('/') ? target.apiVersion.slice(0, target.apiVersion.indexOf('/')) : '';
  const isWorkload = findPodKind(group, target.kind) !== undefined;
  return {
    change,
    policy,
    severity,
    message,
    cluster: cluster.id,
    clusterName: cluster.name,
    kind: target.kind,
    namespace: target.namespace,
    name: target.name,
    container,
    ...(isWorkload ? { workload: toRowId(cluster.id, toObjectKey(target)) } : {}),
  };
}

function countNamespaces(places: readonly Place[]): DryRun['byNamespace'] {
  const groups = Map.groupBy(places, ({ cluster, difference }) => `${cluster.name}\n${cluster.id}\n${difference.result.target.namespace}`);
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, group]) => {
      const [clusterName = '', cluster = '', namespace = ''] = key.split('\n');
      const opens = group.filter(({ difference }) => difference.change === 'opens').length;
      return { cluster, clusterName, namespace, opens, closes: group.length - opens };
    });
}
