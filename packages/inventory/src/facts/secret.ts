import { defineFacts } from '../fact.ts';
import type { InventoryObject } from '../model/object.ts';
import { toRecord, toText } from '../raw.ts';

export const facts = defineFacts<InventoryObject>('Secret', {
  kind: { type: 'string', doc: 'Secret or ConfigMap', source: 'kind', native: 'object.kind', get: s => s.kind },
  name: {
    type: 'string',
    doc: 'Name',
    source: 'metadata.name',
    native: "object.?metadata.?name.orValue(object.?metadata.?generateName.orValue(''))",
    get: s => s.name,
  },
  namespace: {
    type: 'string',
    doc: 'Namespace',
    source: 'metadata.namespace',
    native: "object.?metadata.?namespace.orValue('')",
    get: s => s.namespace,
  },
  type: {
    type: 'string',
    doc: 'Type of a Secret, empty for a ConfigMap',
    source: 'type, default Opaque',
    native: "object.kind == 'Secret' ? object.?type.orValue('Opaque') : ''",
    get: s => (s.kind === 'Secret' ? toText(s.raw['type']) || 'Opaque' : ''),
  },
  keys: {
    type: 'list(string)',
    doc: 'Names of its entries; the values of a Secret are no facts',
    source: 'data, stringData, binaryData',
    native: 'object.?data.orValue({}).map(k, k) + object.?stringData.orValue({}).map(k, k) + object.?binaryData.orValue({}).map(k, k)',
    get: s => ['data', 'stringData', 'binaryData'].flatMap(field => Object.keys(toRecord(s.raw[field]))),
  },
});
