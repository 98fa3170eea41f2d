import { defineFacts } from '../fact.ts';
import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';

function isEksNode(node: InventoryObject): boolean {
  return Object.keys(node.labels).some(label => label.startsWith('eks.amazonaws.com/'));
}

export const facts = defineFacts<Inventory>('Cluster', {
  eks: {
    type: 'bool',
    doc: 'The set shows that it is Amazon EKS',
    source: 'ConfigMap kube-system/aws-auth, labels eks.amazonaws.com/* of nodes',
    get: inventory => inventory.find('ConfigMap', 'kube-system', 'aws-auth') !== undefined || inventory.listKind('Node').some(isEksNode),
  },
});
