import { defineFacts } from '../fact.ts';
import type { InventoryObject } from '../model/object.ts';
import { toRecord, toText } from '../raw.ts';

export const facts = defineFacts<InventoryObject>('Secret', {
  kind: { type: 'string', doc: 'Secret or ConfigMap', source: 'kind', get: s => s.kind },
  name: { type: 'string', doc: 'Name', source: 'metadata.name', get: s => s.name },
  namespace: { type: 'string', doc: 'Namespace', source: 'metadata.namespace', get: s => s.namespace },
  type: {
    type: 'string',
    doc: 'Type of a Secret, empty for a ConfigMap',
    source: 'type, default Opaque',
    get: s => (s.kind === 'Secret' ? toText(s.raw['type']) || 'Opaque' : ''),
  },
  keys: {
    type: 'list(string)',
    doc: 'Names of its entries; the values of a Secret are no facts',
    source: 'data, stringData, binaryData',
    get: s => ['data', 'stringData', 'binaryData'].flatMap(field => Object.keys(toRecord(s.raw[field]))),
  },
});
