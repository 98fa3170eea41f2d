import type { Item, ItemType } from '@breakwater/protocol';
import type { Put } from './item-store.ts';
import { cleanText } from './json-rows.ts';

/** What a batch comes to, by type. */
export interface Changes<T extends ItemType> {
  readonly puts: readonly Put<T>[];
  readonly removals: readonly string[];
}

/** The last word on each key: items are state, so what came before it in the batch is of no use. */
export function groupItems(items: readonly Item[]): { readonly [T in ItemType]: Changes<T> } {
  const last = new Map(items.map(item => [`${item.type} ${item.key}`, item] as const));
  const of = <T extends ItemType>(type: T): Changes<T> => {
    const own = [...last.values()].filter(item => item.type === type);
    return {
      puts: own.filter(item => item.action === 'put') as unknown as readonly Put<T>[],
      removals: own.filter(({ action }) => action === 'delete').map(({ key }) => cleanText(key)),
    };
  };
  return {
    object: of('object'),
    workload: of('workload'),
    violation: of('violation'),
    'policy-state': of('policy-state'),
    problem: of('problem'),
    baseline: of('baseline'),
  };
}
