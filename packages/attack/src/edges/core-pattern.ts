import { findHostPath, mayBeRoot, withUserNamespace } from '../container-powers.ts';
import type { ContainerEdge } from '../edge.ts';

const CORE_PATHS = new Set(['/', '/proc', '/proc/sys', '/proc/sys/kernel']);

export const edge: ContainerEdge = {
  kind: 'container',
  id: 'core-pattern',
  number: 'E51',
  doc: 'A container that is root writes core_pattern of its node through a path that holds it',
  cost: 2,
  target: 'node',
  find: container => {
    const mount = findHostPath(container, path => CORE_PATHS.has(path), true);
    return mount === undefined || !mayBeRoot(container) ? undefined : withUserNamespace(container, mount);
  },
};
