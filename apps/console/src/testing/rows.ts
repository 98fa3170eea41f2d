import { type Condition, type ListField, type ListFields, MAX_VALUES, parseFilter, parseSort } from '@breakwater/api';
import { isSeverity, SEVERITIES } from '@breakwater/model';

/** Reads the value that a list field means out of a row. */
export type ReadField<Row> = (row: Row, field: string) => string | number | boolean | readonly string[] | undefined;

export interface ListRequest {
  readonly filter?: string | undefined;
  readonly sort?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: string | undefined;
}

/** One page of rows, filtered and ordered as the contract says; the problem of a filter otherwise. */
export function pageOf<Row>(rows: readonly Row[], fields: ListFields, read: ReadField<Row>, request: ListRequest) {
  const outcome = parseFilter(request.filter ?? '', fields);
  if ('problem' in outcome) return outcome;
  const kept = rows.filter(row =>
    outcome.conditions.every(condition => holds(condition, read(row, condition.field), fields[condition.field])),
  );
  const ordered = order(kept, fields, read, request.sort);
  const start = Number(request.cursor ?? 0);
  const limit = Number(request.limit ?? 50);
  const next = start + limit;
  return { results: ordered.slice(start, next), total: ordered.length, ...(next < ordered.length ? { next: String(next) } : {}) };
}

function order<Row>(rows: readonly Row[], fields: ListFields, read: ReadField<Row>, sort: string | undefined): readonly Row[] {
  const parsed = parseSort(sort ?? '', fields);
  if ('problem' in parsed) return rows;
  const { field, descending } = parsed.sort;
  const sign = descending ? -1 : 1;
  return rows.toSorted((a, b) => sign * compare(read(a, field), read(b, field)));
}

function compare(a: unknown, b: unknown): number {
  const [x, y] = [rank(a), rank(b)];
  if (x === y) return 0;
  return x < y ? -1 : 1;
}

function rank(value: unknown): string | number {
  if (typeof value === 'string' && isSeverity(value)) return SEVERITIES.indexOf(value);
  return typeof value === 'number' ? value : String(value ?? '');
}

function holds({ operator, values }: Condition, value: unknown, field: ListField | undefined): boolean {
  const items = Array.isArray(value) ? value.map(String) : [String(value ?? '')];
  const has = (wanted: string) => items.some(item => item === wanted);
  const contains = (wanted: string) => items.some(item => item.toLowerCase().includes(wanted.toLowerCase()));
  if (operator === '=') return values.some(has);
  if (operator === '!=') return !values.some(has);
  if (operator === '~') return values.some(contains);
  if (operator === '!~') return !values.some(contains);
  if (value === undefined) return false;
  const wanted = values[0] ?? '';
  const order = compare(field?.type === 'number' ? Number(value) : value, field?.type === 'number' ? Number(wanted) : wanted);
  return { '>=': order >= 0, '<=': order <= 0, '>': order > 0, '<': order < 0 }[operator];
}

/** Values of a field that occur, as the server names them. */
export function valuesOf<Row>(
  rows: readonly Row[],
  read: ReadField<Row>,
  { field, text = '' }: { readonly field: string; readonly text?: string },
) {
  const all = rows.flatMap(row => read(row, field) ?? []).map(String);
  const found = [...new Set(all)].filter(value => value.toLowerCase().includes(text.toLowerCase())).sort();
  return { values: found.slice(0, MAX_VALUES), more: found.length > MAX_VALUES };
}
