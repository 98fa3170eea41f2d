import { Unknown } from '@breakwater/cel';
import { defineFacts } from '../fact.ts';
import type { Inventory } from '../inventory.ts';
import { mayBeNginx, readController } from '../joins/ingress-classes.ts';
import type { InventoryObject } from '../model/object.ts';
import { readPath } from '../raw.ts';

export const facts = defineFacts<InventoryObject>('Ingress', {
  controller: {
    type: 'string',
    doc: 'Controller that serves it as its IngressClass says, else the class name; empty when neither is known',
    source: 'class, IngressClass objects',
    get: (i, inventory) => readController(inventory, i),
  },
  nginx: {
    type: 'bool',
    doc: 'ingress-nginx may serve it: its controller or class is not known to be another one',
    source: 'class, IngressClass objects',
    get: (i, inventory) => mayBeNginx(inventory, i),
  },
  redirectsToHttps: {
    type: 'bool',
    doc: 'Its FrontendConfig (Google) redirects to HTTPS; unknown when that one is outside a partial set',
    source: 'annotation networking.gke.io/v1beta1.FrontendConfig, FrontendConfig objects',
    get: (i, inventory) => redirectsToHttps(inventory, i),
  },
});

function redirectsToHttps(inventory: Inventory, ingress: InventoryObject): boolean | Unknown {
  const name = ingress.annotations['networking.gke.io/v1beta1.FrontendConfig'];
  if (name === undefined) return false;
  const configuration = inventory.find('FrontendConfig.networking.gke.io', ingress.namespace, name);
  if (configuration !== undefined) return readPath(configuration.spec, 'redirectToHttps', 'enabled') === true;
  return inventory.options.complete
    ? false
    : new Unknown('ingress.redirectsToHttps', `FrontendConfig '${name}' is not among the objects given`);
}
