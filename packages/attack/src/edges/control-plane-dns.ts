import { needOf } from '@breakwater/rbac';
import { goTo, namesConfigMap } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { traffic } from '../graph/node.ts';
import { CHANGE } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'control-plane-dns',
  number: 'E23',
  doc: 'Whoever changes the ConfigMap of CoreDNS answers for every name',
  cost: 2,
  ways: [[[needOf(CHANGE, '', 'configmaps')]]],
  to: ([configMaps], namespace) => (namesConfigMap(configMaps, namespace, 'coredns') ? goTo(traffic('')) : []),
};
