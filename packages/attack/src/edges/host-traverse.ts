import { findHostPath, withUserNamespace } from '../container-powers.ts';
import type { ContainerEdge } from '../edge.ts';

const POD_PATHS = new Set(['/', '/var', '/var/lib', '/var/lib/kubelet', '/var/lib/kubelet/pods']);

function isPodPath(path: string): boolean {
  return POD_PATHS.has(path) || path.startsWith('/var/lib/kubelet/pods/');
}

export const edge: ContainerEdge = {
  kind: 'container',
  id: 'host-traverse',
  number: 'E56',
  doc: 'A container reads the tokens of the other pods of its node through a path that holds them',
  cost: 2,
  target: 'running-accounts',
  find: container => {
    const mount = findHostPath(container, isPodPath, false);
    return mount === undefined ? undefined : withUserNamespace(container, mount);
  },
};
