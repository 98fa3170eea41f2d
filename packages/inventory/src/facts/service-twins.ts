import { defineFacts } from '../fact.ts';
import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';
import { toRecord, toScalarText } from '../raw.ts';

/** A selector as text that does not depend on the order of its keys. */
function toSelectorKey(service: InventoryObject): string {
  const pairs = Object.entries(toRecord(service.spec['selector'])).map(([key, value]) => `${key}=${toScalarText(value)}`);
  return `${service.namespace}\n${pairs.toSorted().join('\n')}`;
}

function listTwins(service: InventoryObject, inventory: Inventory): readonly string[] {
  const bySelector = inventory.join('services-by-selector', () => Map.groupBy(inventory.listKind('Service'), toSelectorKey));
  return (bySelector.get(toSelectorKey(service)) ?? []).filter(other => other !== service).map(other => other.name);
}

export const facts = defineFacts<InventoryObject>('Service', {
  sameSelector: {
    type: 'list(string)',
    doc: 'Other Services of the namespace with an equal selector',
    source: 'spec.selector of Services',
    get: listTwins,
  },
});
