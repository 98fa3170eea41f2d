import { defineFacts } from '../fact.ts';
import { isInternal, isNarrowed, listPlainListeners, type PlainListener } from '../joins/load-balancers.ts';
import type { InventoryObject } from '../model/object.ts';
import { formatSteps } from '../model/rule.ts';

const ofService = defineFacts<InventoryObject>('Service', {
  internal: {
    type: 'bool',
    doc: 'A provider is told to keep its load balancer private',
    source: 'annotations and class of the providers',
    get: s => isInternal(s),
  },
  narrowed: {
    type: 'bool',
    doc: 'Source ranges narrow who may use its load balancer',
    source: 'spec.loadBalancerSourceRanges, else its annotation',
    get: s => isNarrowed(s),
  },
});

const ofResource = defineFacts<InventoryObject>('Resource', {
  plainListeners: {
    type: 'list(PlainListener)',
    doc: "What a public cloud load balancer serves without the provider's TLS settings; not set for objects that make none",
    source: 'ports and annotations of Services and Ingresses',
    get: (o, inventory) => listPlainListeners(inventory, o),
  },
});

const ofListener = defineFacts<PlainListener>('PlainListener', {
  port: { type: 'int', doc: 'Port of a Service; not set for an Ingress as a whole', source: 'spec.ports[].port', get: l => l.port },
  path: { type: 'string', doc: 'Place in the object', source: 'object', get: l => formatSteps(l.path) },
});

export const facts = [...ofService, ...ofResource, ...ofListener];
