import { isPrivileged, PRIVILEGED, withUserNamespace } from '../container-powers.ts';
import type { ContainerEdge } from '../edge.ts';

export const edge: ContainerEdge = {
  kind: 'container',
  id: 'privileged-mount',
  number: 'E46',
  doc: 'A privileged container mounts the disk of its node',
  cost: 1,
  target: 'node',
  find: container => (isPrivileged(container) ? withUserNamespace(container, PRIVILEGED) : undefined),
};
