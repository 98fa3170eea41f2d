import { findCapability } from '../container-powers.ts';
import type { ContainerEdge } from '../edge.ts';

export const edge: ContainerEdge = {
  kind: 'container',
  id: 'cgroup-release',
  number: 'E50',
  doc: 'A container with SYS_ADMIN uses the release agent of control groups version 1',
  cost: 3,
  target: 'node',
  find: container => findCapability(container, 'SYS_ADMIN', ['a node with cgroup v2 has no release agent']),
};
