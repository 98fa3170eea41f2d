import { type Answer, type Endpoint, MAX_LIMIT } from '@breakwater/api';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { client } from '../data/client.ts';
import { useTail } from '../data/use-tail.ts';
import { useTexts } from '../texts/use-texts.ts';
import { findListEndpoint, type ListSource, toListInput } from './list-source.ts';

/** The first page is small, so that it is there at once; the others are large, so that a long list is few requests to keep current. */
const FIRST_PAGE = 100;

/** Rows of a list endpoint. */
export type RowOf<E extends Endpoint> = Answer<E> extends { readonly results: readonly (infer Row)[] } ? Row : never;

interface PageOf<Row> {
  readonly results: readonly Row[];
  readonly total: number;
  readonly next?: string;
}

interface ListQuery {
  readonly filter?: string | undefined;
  readonly sort?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Filter and order as the URL has them. */
export function useListState(defaultSort: string | undefined) {
  const { filter = '', sort = defaultSort } = useSearch({ strict: false }) as { filter?: string; sort?: string };
  const navigate = useNavigate();
  const change = useCallback(
    (next: { readonly filter?: string; readonly sort?: string }) => {
      const search = (old: Record<string, unknown>) => ({ ...old, ...next });
      void navigate({ to: '.', search: search as never, replace: next.sort !== undefined });
    },
    [navigate],
  );
  return { filter, sort, change };
}

/** All rows loaded so far, and how to get more of them. */
export function useList<Row>(source: ListSource, filter: string, sort: string | undefined) {
  const { language } = useTexts();
  const { resource, params, extra, within } = source;
  const endpoint = findListEndpoint(source);
  const query = useInfiniteQuery({
    queryKey: [resource.name, endpoint.path, params, extra, within, filter, sort, language],
    queryFn: async ({ pageParam, signal }) => {
      const asked: ListQuery = { filter, sort, cursor: pageParam, limit: pageParam === undefined ? FIRST_PAGE : MAX_LIMIT };
      return (await client.call(endpoint, { ...(toListInput(source, asked) as object), signal } as never)) as PageOf<Row>;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: last => last.next,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => query.data?.pages.flatMap(({ results }) => results), [query.data]);
  const { hasNextPage, isFetching, fetchNextPage } = query;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  return { rows, total: query.data?.pages.at(-1)?.total, error: query.error, retry: query.refetch, loadMore, isFetching };
}

/** How new rows of a list come in at its top by themselves. */
export interface TailOf<Row> {
  readonly isLive: boolean;
  readonly getKey: (row: Row) => string;
  readonly timeOf: (row: Row) => string;
}

const NO_ROWS: readonly never[] = [];

/** A list whose new rows come in at the top; without a tail as it is. */
export function useLiveList<Row>(source: ListSource, filter: string, sort: string | undefined, tail: TailOf<Row> | undefined) {
  const { language } = useTexts();
  const list = useList<Row>(source, filter, sort);
  const { resource, params, extra, within } = source;
  const { rows, total, isCut } = useTail<Row>({
    key: [`tail of ${resource.name}`, params, extra, within, filter, sort, language],
    isLive: tail?.isLive === true && list.rows !== undefined,
    base: list.rows ?? NO_ROWS,
    getKey: tail?.getKey ?? String,
    timeOf: tail?.timeOf ?? String,
    read: async (page, signal) => {
      const input = { ...(toListInput(source, { filter, sort, ...page } as ListQuery) as object), signal };
      return (await client.call(findListEndpoint(source), input as never)) as PageOf<Row>;
    },
  });
  return { ...list, rows: list.rows === undefined ? undefined : rows, total: total ?? list.total, isCut };
}
