import type { Item, ItemType } from '@breakwater/protocol';
import type { ClientBase } from '../database/connection.ts';

/** An item that is there. */
export type Put<T extends ItemType> = Extract<Item, { readonly action: 'put'; readonly type: T }>;

/** What the rest of a transaction has to know of the change. */
export interface Touched {
  /** Keys of objects whose counts of violations may have changed. */
  readonly objects: readonly string[];
}

/** Writes items of one type, each call inside the transaction of a batch; keys are given once. */
export interface ItemStore<T extends ItemType> {
  readonly put: (client: ClientBase, cluster: string, items: readonly Put<T>[]) => Promise<Touched>;
  readonly remove: (client: ClientBase, cluster: string, keys: readonly string[]) => Promise<Touched>;
}

export const NOTHING: Touched = { objects: [] };
