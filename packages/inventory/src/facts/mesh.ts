import { defineFacts } from '../fact.ts';
import type { Inventory } from '../inventory.ts';
import type { NamespaceUse } from '../model/namespace-use.ts';
import type { InventoryObject } from '../model/object.ts';
import { readPath } from '../raw.ts';

/** Whether an authorization of Linkerd in the namespace names the Server. */
function isServerAuthorized(server: InventoryObject, inventory: Inventory): boolean {
  const kinds = ['AuthorizationPolicy.policy.linkerd.io', 'ServerAuthorization.policy.linkerd.io'];
  return inventory
    .listInNamespace(server.namespace, ...kinds)
    .some(({ spec }) => (readPath(spec, 'targetRef', 'name') ?? readPath(spec, 'server', 'name')) === server.name);
}

const ofNamespace = defineFacts<NamespaceUse>('Namespace', {
  authorizationPolicies: {
    type: 'int',
    doc: 'Number of Istio AuthorizationPolicies in it',
    source: 'AuthorizationPolicy objects of security.istio.io',
    get: (n, inventory) => inventory.listInNamespace(n.name, 'AuthorizationPolicy.security.istio.io').length,
  },
  accounts: {
    type: 'list(string)',
    doc: 'Names of the service accounts in it',
    source: 'ServiceAccount objects',
    get: (n, inventory) => inventory.listInNamespace(n.name, 'ServiceAccount').map(account => account.name),
  },
});

const ofResource = defineFacts<InventoryObject>('Resource', {
  serverAuthorized: {
    type: 'bool',
    doc: 'A Linkerd Server that an authorization of its namespace names',
    source: 'AuthorizationPolicy and ServerAuthorization objects of policy.linkerd.io',
    get: isServerAuthorized,
  },
});

export const facts = [...ofNamespace, ...ofResource];
