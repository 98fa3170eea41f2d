import { needOf } from '@breakwater/rbac';
import { goTo } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { groupNode } from '../graph/node.ts';

const WEAKENED = ['needs bootstrap tokens and the approving controller to be on', 'the Node authorizer limits nodes'];

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'bootstrap-token',
  number: 'E35',
  doc: 'Whoever creates Secrets in kube-system makes a bootstrap token, and of it a node',
  cost: 3,
  ways: [[[needOf('create', '', 'secrets')]]],
  to: (_, namespace) => (namespace === '' || namespace === 'kube-system' ? goTo(groupNode('system:nodes'), WEAKENED) : []),
};
