import { MAX_LIMIT } from '@breakwater/api';
import { useQuery } from '@tanstack/react-query';
import { queryClient } from './query-client.ts';

/** Sizes of the pages that are read until one meets what is there already. */
const PAGES = [100, MAX_LIMIT, MAX_LIMIT] as const;
/** Rows beyond which the oldest go. */
const KEPT = 5000;

interface PageOf<Row> {
  readonly results: readonly Row[];
  readonly total: number;
  readonly next?: string;
}

interface Tail<Row> {
  /** Newest first. */
  readonly rows: readonly Row[];
  readonly total?: number;
  /** More came than is read at once or kept: between these rows and older ones some are missing. */
  readonly isCut: boolean;
}

interface TailInput<Row> {
  /** Says which rows; it begins with a name that changes.ts knows. */
  readonly key: readonly unknown[];
  readonly isLive: boolean;
  /** Rows that were there before, newest first. */
  readonly base: readonly Row[];
  readonly getKey: (row: Row) => string;
  /** Time in RFC 3339 UTC, all with as many digits. */
  readonly timeOf: (row: Row) => string;
  /** One page, newest first. */
  readonly read: (page: { readonly limit: number; readonly cursor: string | undefined }, signal: AbortSignal) => Promise<PageOf<Row>>;
}

/** Rows that came since the list was read, before those of the list; what has come in stays when it is switched off. */
export function useTail<Row>({ key, isLive, base, getKey, timeOf, read }: TailInput<Row>): Tail<Row> {
  const { data } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const before = queryClient.getQueryData<Tail<Row>>(key);
      const known = before === undefined || before.rows.length === 0 ? base : before.rows;
      const fresh = await readFresh(new Set(known.map(getKey)), getKey, page => read(page, signal));
      return joinTail(before, fresh, timeOf);
    },
    enabled: isLive,
    staleTime: 0,
    gcTime: 0,
  });
  return joinLists(data, base, getKey);
}

/** What is not known yet, read back from the newest until something is met that is. */
async function readFresh<Row>(
  known: ReadonlySet<string>,
  getKey: (row: Row) => string,
  read: (page: { readonly limit: number; readonly cursor: string | undefined }) => Promise<PageOf<Row>>,
): Promise<Tail<Row>> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  let total = 0;
  for (const limit of PAGES) {
    const page = await read({ limit, cursor });
    total = page.total;
    rows.push(...page.results.filter(row => !known.has(getKey(row))));
    cursor = page.next;
    const isMet = page.results.some(row => known.has(getKey(row)));
    if (isMet || cursor === undefined) return { rows, total, isCut: false };
  }
  return { rows, total, isCut: true };
}

/** Some come late, from a node that was cut off: each stands where its time puts it. */
export function joinTail<Row>(before: Tail<Row> | undefined, fresh: Tail<Row>, timeOf: (row: Row) => string): Tail<Row> {
  const older = fresh.isCut ? [] : (before?.rows ?? []);
  const rows = [...fresh.rows, ...older].sort((a, b) => compare(timeOf(b), timeOf(a)));
  const isCut = fresh.isCut || before?.isCut === true || rows.length > KEPT;
  return { ...fresh, rows: rows.slice(0, KEPT), isCut };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function joinLists<Row>(tail: Tail<Row> | undefined, base: readonly Row[], getKey: (row: Row) => string): Tail<Row> {
  if (tail === undefined) return { rows: base, isCut: false };
  if (tail.isCut) return tail;
  const own = new Set(tail.rows.map(getKey));
  return { ...tail, rows: [...tail.rows, ...base.filter(row => !own.has(getKey(row)))] };
}
