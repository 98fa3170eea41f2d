import { findCapability } from '../container-powers.ts';
import type { ContainerEdge } from '../edge.ts';

export const edge: ContainerEdge = {
  kind: 'container',
  id: 'load-module',
  number: 'E47',
  doc: 'A container with SYS_MODULE, or a privileged one, loads kernel modules',
  cost: 2,
  target: 'node',
  find: container => findCapability(container, 'SYS_MODULE', ['the kernel may ask for signed modules']),
};
