import { formatFilter } from '@breakwater/api';
import { renderSearch } from '../app/search.ts';

/** Fields and the one value that each has to have; an undefined one does not narrow. */
export type Where = Readonly<Record<string, string | undefined>>;

/** The filter that says so, with quotes where a value needs them. */
export function toFilter(where: Where): string {
  const conditions = Object.entries(where).flatMap(([field, value]) =>
    value === undefined ? [] : [{ field, operator: '=' as const, values: [value] }],
  );
  return formatFilter(conditions);
}

/** URL of a list that shows what a number counts. */
export function toListUrl(path: string, where: Where): string {
  return `${path}${renderSearch({ filter: toFilter(where) })}`;
}
