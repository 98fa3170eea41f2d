import { defineFacts } from '../fact.ts';
import { type Exposure, listExposures, listServiceExposures } from '../joins/exposure.ts';
import type { InventoryObject } from '../model/object.ts';
import type { Workload } from '../model/pod.ts';

const ofWorkload = defineFacts<Workload>('Workload', {
  exposures: {
    type: 'list(Exposure)',
    doc: 'Ways from outside the cluster to its pods through Services; ports and the network of the node are facts of their own',
    source: 'Services, Ingresses, Gateway API routes, VirtualServices, OpenShift Routes',
    get: (w, inventory) => listExposures(inventory, w),
  },
});

const ofService = defineFacts<InventoryObject>('Service', {
  exposures: {
    type: 'list(Exposure)',
    doc: 'Ways from outside the cluster to it',
    source: 'its type and external addresses; Ingresses, Gateway API routes, VirtualServices, OpenShift Routes',
    get: (s, inventory) => listServiceExposures(inventory, s),
  },
});

const ofExposure = defineFacts<Exposure>('Exposure', {
  via: {
    type: 'string',
    doc: 'NodePort, LoadBalancer, externalIPs, Ingress, Route, VirtualService, or the kind of a Gateway API route',
    source: 'the object that opens it',
    get: e => e.via,
  },
  name: { type: 'string', doc: 'Name of the object that opens it', source: 'metadata.name', get: e => e.object.name },
  namespace: { type: 'string', doc: 'Namespace of that object', source: 'metadata.namespace', get: e => e.object.namespace },
  service: { type: 'Service', doc: 'Service that it leads through', source: 'backends', get: e => e.service },
  gateway: {
    type: 'string',
    doc: 'Gateway that the route is attached to; empty for everything else',
    source: 'parentRefs, gateways',
    get: e => e.gateway,
  },
});

export const facts = [...ofWorkload, ...ofService, ...ofExposure];
