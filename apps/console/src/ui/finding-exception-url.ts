import { renderSearch } from '../app/search.ts';

export type ExceptionKind = 'accepted' | 'deferred' | 'false-positive';

/** Where a vulnerability was found, as far as the page knows it. */
export interface FindingPlace {
  readonly id: string;
  readonly package?: string;
  readonly reference?: string;
  readonly cluster?: string;
  readonly namespace?: string;
  /** `kind/name` */
  readonly workload?: string;
}

/** The form that asks for an exception, filled in for one finding; whoever asks can widen it. */
export function toFindingExceptionUrl(place: FindingPlace, kind: ExceptionKind = 'accepted'): string {
  const { id, reference, package: name, cluster, namespace, workload } = place;
  return `/exceptions/new${renderSearch({ target: id, kind, package: name, image: reference, workload, namespace, cluster })}`;
}
