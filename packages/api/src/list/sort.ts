import { nearestName } from '@breakwater/model';
import type { ListFields } from './fields.ts';

export interface Sort {
  readonly field: string;
  readonly descending: boolean;
}

/** Reads `-risk` or `name`. */
export function parseSort(text: string, fields: ListFields): { readonly sort: Sort } | { readonly problem: string } {
  const descending = text.startsWith('-');
  const field = descending ? text.slice(1) : text;
  if (Object.hasOwn(fields, field) && fields[field]?.sortable === true) return { sort: { field, descending } };
  const known = Object.keys(fields).filter(name => fields[name]?.sortable === true);
  const nearest = nearestName(field, known);
  return {
    problem: `it cannot be sorted by '${field}'; ${nearest === undefined ? `possible are ${known.join(', ')}` : `did you mean '${nearest}'?`}`,
  };
}

export function formatSort({ field, descending }: Sort): string {
  return `${descending ? '-' : ''}${field}`;
}
