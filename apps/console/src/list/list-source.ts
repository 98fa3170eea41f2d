import type { Endpoint, Resource } from '@breakwater/api';

/** Where the rows of a list come from. */
export interface ListSource {
  readonly resource: Resource;
  /** Name of the endpoint; `list` when absent. */
  readonly endpoint?: string;
  /** What its path names, for a list that belongs to one thing. */
  readonly params?: Readonly<Record<string, string>>;
  /** Conditions that hold beside those of the URL. */
  readonly within?: string;
  /** What is asked beside filter and order. */
  readonly extra?: Readonly<Record<string, string>>;
}

export function findListEndpoint({ resource, endpoint = 'list' }: ListSource): Endpoint {
  return resource.endpoints[endpoint] as Endpoint;
}

/** What a call of the endpoint takes, beside the query of every list. */
export function toListInput<Q extends { readonly filter?: string | undefined }>({ params, extra, within }: ListSource, query: Q): never {
  const filter = [within, query.filter].filter(part => part !== undefined && part !== '').join(',');
  return {
    ...(params === undefined ? {} : { params }),
    query: { ...extra, ...query, ...(within === undefined ? {} : { filter }) },
  } as never;
}
