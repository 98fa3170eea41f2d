import { DEFAULT_LIMIT, type ListFields, MAX_VALUES, parseFilter, parseSort, type Sort } from '@breakwater/api';
import { type RawBuilder, sql } from 'kysely';
import { escapeLike } from '../access/visible.ts';
import type { Db } from '../database/connection.ts';
import { RequestError } from '../http/request-error.ts';
import type { ListSource } from './column.ts';
import { type Cursor, decodeCursor, encodeCursor } from './cursor.ts';
import { toCast, toWhere } from './where.ts';

/** What a request says about a list. */
export interface ListRequest {
  readonly filter?: string;
  readonly sort?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

export interface ListPage<Row> {
  readonly results: readonly Row[];
  readonly total: number;
  readonly next?: string;
}

interface Keys {
  readonly page_sort: string;
  readonly page_tie: readonly string[];
}

/**
 * One page of a list, in an order that does not shift under the reader: the next page begins after the last row, not at a number.
 *
 * @throws RequestError `bad-filter`, `bad-cursor`, `bad-request`
 */
export async function listPage<Row extends object>(
  query: Db,
  fields: ListFields,
  request: ListRequest,
  source: ListSource,
): Promise<ListPage<Row>> {
  const { filter = '', sort: order = source.defaultSort, cursor, limit = DEFAULT_LIMIT } = request;
  const sort = readSort(order, fields);
  const where = [...source.where, ...readFilter(filter, fields, source)];
  const column = source.columns[sort.field];
  const field = fields[sort.field];
  if (column === undefined || field === undefined) throw new TypeError(`no column for the field ${sort.field}`);
  const after =
    cursor === undefined
      ? []
      : [startAfter(decodeCursor(cursor, order, source.tie.length), sort, column.value, toCast(column, field), source)];
  const prefix = source.with === undefined ? sql`` : sql`WITH ${source.with}`;
  const rows = sql<Row & Keys>`
    ${prefix} SELECT ${source.select}, (${column.value})::text AS page_sort, ARRAY[${sql.join(source.tie.map(({ value }) => sql`${value}::text`))}] AS page_tie
    FROM ${source.from} WHERE ${all([...where, ...after])}
    ORDER BY ${column.value} ${sql.raw(sort.descending ? 'DESC' : 'ASC')}, ${sql.join(source.tie.map(tie => sql`${tie.value} ${sql.raw(sort.descending ? 'DESC' : 'ASC')}`))}
    LIMIT ${limit + 1}`.execute(query);
  const limited = source.counted === undefined ? sql`` : sql`LIMIT ${source.counted}`;
  const count = sql<{ total: number }>`
    ${prefix} SELECT count(*) AS total FROM (SELECT 1 FROM ${source.from} WHERE ${all(where)} ${limited}) AS counted`.execute(query);
  const [page, counted] = await Promise.all([rows, count]);
  return toPage(page.rows, counted.rows[0]?.total ?? 0, limit, order);
}

function toPage<Row extends object>(rows: readonly (Row & Keys)[], total: number, limit: number, sort: string): ListPage<Row> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const results = shown.map(({ page_sort: _sort, page_tie: _tie, ...row }) => row as unknown as Row);
  if (rows.length <= limit || last === undefined) return { results, total };
  return { results, total, next: encodeCursor({ sort, value: last.page_sort, tie: last.page_tie }) };
}

function readSort(text: string, fields: ListFields): Sort {
  const outcome = parseSort(text, fields);
  if ('problem' in outcome) throw new RequestError('bad-request', `sort: ${outcome.problem}.`);
  return outcome.sort;
}

function readFilter(text: string, fields: ListFields, source: ListSource): readonly RawBuilder<boolean>[] {
  const outcome = parseFilter(text, fields);
  if ('problem' in outcome) throw new RequestError('bad-filter', `filter: ${outcome.problem}`);
  if (text.includes('\0')) throw new RequestError('bad-filter', 'filter: it holds a character that no name has.');
  return outcome.conditions.map(condition => toWhere(condition, fields, source.columns));
}

/** Compares the whole key at once, so that an index in that order can be walked from there. */
function startAfter(
  cursor: Cursor,
  sort: Sort,
  value: RawBuilder<unknown>,
  cast: RawBuilder<unknown>,
  source: ListSource,
): RawBuilder<boolean> {
  const direction = sql.raw(sort.descending ? '<' : '>');
  const keys = source.tie.map(({ cast: type = 'text' }, index) => sql`${cursor.tie[index] ?? ''}::${sql.raw(type)}`);
  const columns = source.tie.map(tie => tie.value);
  return sql<boolean>`(${value}, ${sql.join(columns)}) ${direction} (${cursor.value}::${cast}, ${sql.join(keys)})`;
}

function all(conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> {
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join([...conditions], sql` AND `)}`;
}

/** Whether a filter speaks of a field, for defaults that hold unless it does. */
export function mentions(filter: string | undefined, field: string, fields: ListFields): boolean {
  const outcome = parseFilter(filter ?? '', fields);
  return 'conditions' in outcome && outcome.conditions.some(condition => condition.field === field);
}

export interface ValuesRequest {
  readonly field: string;
  readonly text?: string;
}

/**
 * Values of a field of text that occur in what the principal may see, so that a filter can offer them.
 *
 * @throws RequestError `bad-request` for a field that has none to offer
 */
export async function listValues(
  query: Db,
  fields: ListFields,
  { field, text = '' }: ValuesRequest,
  source: ListSource,
): Promise<{ values: string[]; more: boolean }> {
  const known = Object.hasOwn(fields, field) ? fields[field] : undefined;
  const column = source.columns[field];
  if (column === undefined || known?.type !== 'text' || known.filterable === false || field === 'label') {
    throw new RequestError('bad-request', `query.field: '${field.slice(0, 100)}' has no values that could be named.`);
  }
  const prefix = source.with === undefined ? sql`` : sql`WITH ${source.with}`;
  const where = source.where.length === 0 ? sql<boolean>`true` : all(source.where);
  const { rows } = await sql<{ value: string }>`
    ${prefix} SELECT DISTINCT known.value FROM (SELECT (${column.known ?? column.value})::text AS value FROM ${source.from} WHERE ${where}) AS known
    WHERE known.value <> '' AND known.value ILIKE ${`%${escapeLike(text.replaceAll('\0', ''))}%`} ORDER BY known.value LIMIT ${MAX_VALUES + 1}`.execute(
    query,
  );
  return { values: rows.slice(0, MAX_VALUES).map(({ value }) => value), more: rows.length > MAX_VALUES };
}
