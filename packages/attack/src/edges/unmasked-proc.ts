import { withUserNamespace } from '../container-powers.ts';
import type { ContainerEdge } from '../edge.ts';

export const edge: ContainerEdge = {
  kind: 'container',
  id: 'unmasked-proc',
  number: 'E59',
  doc: 'A container with an unmasked /proc reads and writes settings of its node there',
  cost: 4,
  target: 'node-files',
  find: container => {
    if (container.securityContext['procMount'] !== 'Unmasked') return undefined;
    return withUserNamespace(container, { because: 'has procMount Unmasked', change: 'remove procMount' });
  },
};
