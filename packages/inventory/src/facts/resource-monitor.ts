import { defineFacts } from '../fact.ts';
import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';
import { readPath, toTexts } from '../raw.ts';
import { matchSelector } from '../selector.ts';

/** Services that a ServiceMonitor of the Prometheus operator scrapes: its own namespace unless it names others or any. */
function listMonitoredServices(monitor: InventoryObject, inventory: Inventory): readonly InventoryObject[] {
  if (monitor.kind !== 'ServiceMonitor') return [];
  const names = toTexts(readPath(monitor.spec, 'namespaceSelector', 'matchNames'));
  const any = readPath(monitor.spec, 'namespaceSelector', 'any') === true;
  // A monitor of a file that names no namespace may end up beside any Service.
  const inScope = (namespace: string) =>
    any ||
    (names.length === 0 && monitor.namespace === '') ||
    (names.length === 0 ? namespace === monitor.namespace : names.includes(namespace));
  return inventory
    .listKind('Service')
    .filter(service => inScope(service.namespace) && matchSelector(monitor.spec['selector'], service.labels));
}

export const facts = defineFacts<InventoryObject>('Resource', {
  monitoredServices: {
    type: 'list(Service)',
    doc: 'Services that a ServiceMonitor scrapes; empty for other kinds',
    source: 'spec.selector and spec.namespaceSelector against labels of Services',
    get: listMonitoredServices,
  },
});
