import { findHostPath, mayBeRoot } from '../container-powers.ts';
import type { ContainerEdge } from '../edge.ts';

const LOG_PATHS = new Set(['/', '/var', '/var/log', '/var/log/pods']);

export const edge: ContainerEdge = {
  kind: 'container',
  id: 'log-symlink',
  number: 'E57',
  doc: 'A container that is root puts links into the logs of its node, which whoever reads logs follows',
  cost: 4,
  target: 'node-files',
  find: container => {
    const mount = findHostPath(container, path => LOG_PATHS.has(path), true);
    return mount === undefined || !mayBeRoot(container) ? undefined : { ...mount, weakened: ['needs somebody who reads logs of the pod'] };
  },
};
