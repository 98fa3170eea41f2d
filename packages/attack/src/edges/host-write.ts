import { findHostPath, isHarmlessPath, withUserNamespace } from '../container-powers.ts';
import type { ContainerEdge } from '../edge.ts';

export const edge: ContainerEdge = {
  kind: 'container',
  id: 'host-write',
  number: 'E55',
  doc: 'A container writes a path of its node that is not harmless',
  cost: 2,
  target: 'node',
  find: container => {
    const mount = findHostPath(container, path => !isHarmlessPath(path), true);
    return mount === undefined ? undefined : withUserNamespace(container, mount);
  },
};
