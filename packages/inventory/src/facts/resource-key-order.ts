import { defineFacts } from '../fact.ts';
import type { InventoryObject } from '../model/object.ts';
import { formatSteps } from '../model/rule.ts';
import { isRecord, type Path } from '../raw.ts';

/** More places than anybody sorts by hand. */
const MAX_PLACES = 20;
const MAX_DEPTH = 50;

/** Keys that come after one that sorts behind them, in the order of the source. */
function listUnsorted(value: unknown, path: Path, places: string[]): readonly string[] {
  if (path.length > MAX_DEPTH || places.length >= MAX_PLACES) return places;
  if (Array.isArray(value)) for (const [index, entry] of value.entries()) listUnsorted(entry, [...path, index], places);
  if (!isRecord(value)) return places;
  let before = '';
  for (const [key, entry] of Object.entries(value)) {
    if (key < before) places.push(formatSteps([...path, key]));
    if (key > before) before = key;
    listUnsorted(entry, [...path, key], places);
  }
  return places;
}

export const facts = defineFacts<InventoryObject>('Resource', {
  unsortedKeys: {
    type: 'list(string)',
    doc: 'Keys that are out of alphabetical order in the source, the first twenty',
    source: 'order of keys in the document',
    get: o => listUnsorted(o.source.value, [], []),
  },
});
