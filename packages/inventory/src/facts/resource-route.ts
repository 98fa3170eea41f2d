import { defineFacts } from '../fact.ts';
import { listRouteRivals } from '../joins/openshift-routes.ts';
import type { InventoryObject } from '../model/object.ts';

export const facts = defineFacts<InventoryObject>('Resource', {
  routeRivals: {
    type: 'list(Resource)',
    doc: 'Other OpenShift Routes with the same host, in one namespace only those with the same path',
    source: 'spec.host and spec.path of Routes',
    get: (o, inventory) => listRouteRivals(inventory, o),
  },
});
