import { defineFacts } from '../fact.ts';
import type { InventoryObject } from '../model/object.ts';
import { formatSteps } from '../model/rule.ts';
import { isRecord } from '../raw.ts';

/** More places than anybody sorts by hand. */
const MAX_PLACES = 20;
const MAX_DEPTH = 50;

/** Keys that come after one that sorts behind them, in the order of the source. */
function listUnsorted(root: unknown): readonly string[] {
  const places: string[] = [];
  // The way to where the walk is; one for all, since most objects have no such key.
  const path: (string | number)[] = [];
  const walk = (value: unknown): void => {
    if (path.length > MAX_DEPTH || places.length >= MAX_PLACES) return;
    if (Array.isArray(value)) walkEntries(value.keys(), index => value[index]);
    else if (isRecord(value)) walkEntries(Object.keys(value), key => value[key]);
  };
  const walkEntries = <K extends string | number>(keys: Iterable<K>, read: (key: K) => unknown): void => {
    let before: K | undefined;
    for (const key of keys) {
      path.push(key);
      if (before !== undefined && key < before) places.push(formatSteps(path));
      if (before === undefined || key > before) before = key;
      const entry = read(key);
      if (typeof entry === 'object' && entry !== null) walk(entry);
      path.pop();
    }
  };
  walk(root);
  return places;
}

export const facts = defineFacts<InventoryObject>('Resource', {
  unsortedKeys: {
    type: 'list(string)',
    doc: 'Keys that are out of alphabetical order in the source, the first twenty',
    source: 'order of keys in the document',
    get: o => listUnsorted(o.source.value),
  },
});
