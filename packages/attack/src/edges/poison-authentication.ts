import { needOf } from '@breakwater/rbac';
import { goTo, namesConfigMap } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { ANY_USER, CONTROL_PLANE } from '../graph/node.ts';
import { CHANGE } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'poison-authentication',
  number: 'E37',
  doc: 'Whoever changes the authorities that extension servers trust, or kubeadm-config, is any user to them',
  cost: 3,
  ways: [[[needOf(CHANGE, '', 'configmaps')]]],
  to: ([held], namespace) => {
    const authorities = namesConfigMap(held, namespace, 'extension-apiserver-authentication');
    const kubeadm = namesConfigMap(held, namespace, 'kubeadm-config');
    return [
      ...(authorities ? goTo(ANY_USER, ['to extension API servers only']) : []),
      ...(kubeadm ? goTo(CONTROL_PLANE, ['with the next upgrade by kubeadm']) : []),
    ];
  },
};
