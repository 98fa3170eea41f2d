import type { Exception, Scope } from '@breakwater/model';
import { renderSearch } from '../../app/search.ts';
import { splitList } from '../../format/split-list.ts';

/** Lists of a scope that the form offers, each written with commas. */
export const PARTS = ['clusters', 'namespaces', 'workloads', 'containers', 'images'] as const;
type Part = (typeof PARTS)[number];

export type Draft = { readonly target: string } & Readonly<Record<Part, string>>;

/** What a link to the form carries: one place, or nothing. */
export function readDraft(search: Readonly<Record<string, string | undefined>>): Draft {
  return {
    target: search['target'] ?? '',
    clusters: search['cluster'] ?? '',
    namespaces: search['namespace'] ?? '',
    workloads: search['workload'] ?? '',
    containers: search['container'] ?? '',
    images: search['image'] ?? '',
  };
}

/** The form, filled in as an exception is that ends. */
export function toRequestUrl({ target, scope }: Pick<Exception, 'target' | 'scope'>): string {
  const { clusters = [], namespaces = [], workloads = [], containers = [], images = [] } = scope;
  const search = { cluster: clusters, namespace: namespaces, workload: workloads, container: containers, image: images };
  const texts = Object.entries(search).map(([name, names]) => [name, names.join(', ')] as const);
  return `/exceptions/new${renderSearch({ target, ...Object.fromEntries(texts) })}`;
}

/** An empty list would mean "none"; it is left out and means "any". */
export function toScope(draft: Draft): Scope {
  const lists = PARTS.map(part => [part, splitList(draft[part])] as const).filter(([, names]) => names.length > 0);
  return Object.fromEntries(lists);
}

const DAY = 86_400_000;

/** The moment that many days from now. */
export function toExpiry(days: number, now: number): string {
  return new Date(now + days * DAY).toISOString();
}
