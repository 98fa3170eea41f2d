import { Unknown } from '@breakwater/cel';
import { defineFacts } from '../fact.ts';
import type { Inventory } from '../inventory.ts';
import { readPath, toRecords, toText } from '../raw.ts';

export const facts = defineFacts<Inventory>('Cluster', {
  nodeAddresses: {
    type: 'list(string)',
    doc: 'IP addresses of the nodes; unknown when no Node is in the set',
    source: 'status.addresses of Nodes',
    get: inventory => {
      const addresses = inventory.listKind('Node').flatMap(node => toRecords(readPath(node.raw, 'status', 'addresses')));
      const ips = addresses.filter(({ type }) => type === 'InternalIP' || type === 'ExternalIP').map(entry => toText(entry['address']));
      return ips.length > 0 ? ips : new Unknown('cluster.nodeAddresses', 'no Node with an address is among the objects given');
    },
  },
});
