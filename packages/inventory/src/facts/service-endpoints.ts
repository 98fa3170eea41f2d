import { defineFacts } from '../fact.ts';
import { type Endpoint, listServiceEndpoints } from '../joins/endpoints.ts';
import type { InventoryObject } from '../model/object.ts';

const ofService = defineFacts<InventoryObject>('Service', {
  endpoints: {
    type: 'list(Endpoint)',
    doc: 'Addresses that it sends traffic to, where the set holds its EndpointSlices or Endpoints',
    source: 'EndpointSlices with label kubernetes.io/service-name, Endpoints of its name',
    get: (s, inventory) => listServiceEndpoints(inventory, s),
  },
});

const ofEndpoint = defineFacts<Endpoint>('Endpoint', {
  address: { type: 'string', doc: 'IP address or host name', source: 'endpoints[].addresses, subsets[].addresses', get: e => e.address },
  pod: { type: 'string', doc: 'Name of the pod behind it, empty when none is named', source: 'targetRef', get: e => e.pod },
});

export const facts = [...ofService, ...ofEndpoint];
