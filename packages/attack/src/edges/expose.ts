import { needOf } from '@breakwater/rbac';
import { goTo } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { anyPort } from '../graph/node.ts';
import { WRITE } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'expose',
  number: 'E21',
  doc: 'Whoever writes Ingresses, Gateways and routes opens ports to the outside',
  cost: 2,
  ways: [
    [
      [
        needOf(WRITE, 'networking.k8s.io', 'ingresses'),
        needOf(WRITE, 'gateway.networking.k8s.io', 'gateways', 'httproutes', 'grpcroutes', 'tcproutes', 'tlsroutes', 'referencegrants'),
        needOf(WRITE, 'route.openshift.io', 'routes'),
      ],
    ],
  ],
  to: (_, namespace) => goTo(anyPort(namespace), ['needs a controller that serves the route']),
};
