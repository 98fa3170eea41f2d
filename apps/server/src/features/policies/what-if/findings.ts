import type { Answer, policies } from '@breakwater/api';
import type { ReviewOutcome } from '../../../judge/messages.ts';
import { toRowId } from '../../../list/row-id.ts';
import type { JudgedCluster } from '../dry-run/store.ts';
import type { Review } from './store.ts';

type WhatIf = Answer<typeof policies.endpoints.whatIf>;

const MAX_EXAMPLES = 50;
const MAX_PLACES = 200;

interface Refused {
  readonly cluster: JudgedCluster;
  readonly review: Review;
  readonly message: string;
}

/** Adds up which requests would have been refused, cluster after cluster. */
export class Findings {
  readonly #refused: Refused[] = [];
  readonly #limits: string[] = [];
  #judged = 0;
  #undecided = 0;

  limit(message: string): void {
    this.#limits.push(message);
  }

  add(cluster: JudgedCluster, reviews: readonly Review[], { refused, judged, undecided }: ReviewOutcome): void {
    this.#judged += judged;
    this.#undecided += undecided;
    if (judged < reviews.length)
      this.limit(`${reviews.length - judged} of ${reviews.length} objects of ${cluster.name} were not judged: it took too long.`);
    for (const { index, message } of refused) {
      const review = reviews[index];
      if (review !== undefined) this.#refused.push({ cluster, review, message });
    }
  }

  read(): Pick<WhatIf, 'reviews' | 'limits'> {
    const sorted = this.#refused.toSorted((a, b) => b.review.requests - a.review.requests);
    return {
      reviews: {
        requests: sum(sorted),
        objects: sorted.length,
        judged: this.#judged,
        undecided: this.#undecided,
        byNamespace: count(sorted, ({ namespace }) => namespace),
        byOwner: count(sorted, ({ owner, namespace }) => (namespace === '' ? owner : `${namespace}/${owner}`)),
        examples: sorted.slice(0, MAX_EXAMPLES).map(({ cluster, review, message }) => ({
          decision: toRowId(cluster.id, `${review.day} ${review.decision}`),
          clusterName: cluster.name,
          kind: review.kind,
          namespace: review.namespace,
          name: review.name,
          user: review.user,
          requests: review.requests,
          message,
        })),
      },
      limits: this.#limits,
    };
  }
}

function sum(refused: readonly Refused[]): number {
  return refused.reduce((total, { review }) => total + review.requests, 0);
}

function count(refused: readonly Refused[], name: (review: Review) => string): WhatIf['reviews']['byNamespace'] {
  const groups = Map.groupBy(refused, ({ cluster, review }) => `${cluster.id}\n${name(review)}`);
  return [...groups.values()]
    .flatMap(members => {
      const [first] = members;
      if (first === undefined) return [];
      const { id, name: clusterName } = first.cluster;
      return [{ cluster: id, clusterName, name: name(first.review), requests: sum(members), objects: members.length }];
    })
    .toSorted((a, b) => b.requests - a.requests)
    .slice(0, MAX_PLACES);
}
