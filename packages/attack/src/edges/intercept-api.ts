import { needOf } from '@breakwater/rbac';
import { goTo } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { CONTROL_PLANE } from '../graph/node.ts';
import { WRITE } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'intercept-api',
  number: 'E44',
  doc: 'Whoever writes APIServices or conversion webhooks takes over the requests of an API group',
  cost: 3,
  ways: [
    [[needOf(WRITE, 'apiregistration.k8s.io', 'apiservices')]],
    [[needOf(WRITE, 'apiextensions.k8s.io', 'customresourcedefinitions')]],
  ],
  to: ([held]) => goTo(CONTROL_PLANE, held?.permission.group === 'apiregistration.k8s.io' ? [] : ['custom resources only']),
};
