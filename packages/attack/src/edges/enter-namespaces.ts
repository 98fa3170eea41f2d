import { HOST_PID, hasCapability, isPrivileged, withUserNamespace } from '../container-powers.ts';
import type { ContainerEdge } from '../edge.ts';

export const edge: ContainerEdge = {
  kind: 'container',
  id: 'enter-namespaces',
  number: 'E48',
  doc: 'A container with the processes of its node and enough rights enters their namespaces',
  cost: 1,
  target: 'node',
  find: container => {
    if (container.pod.spec['hostPID'] !== true) return undefined;
    if (isPrivileged(container)) return withUserNamespace(container, { ...HOST_PID, because: 'has hostPID and is privileged' });
    const able = hasCapability(container, 'SYS_ADMIN') && hasCapability(container, 'SYS_PTRACE');
    return able ? withUserNamespace(container, { ...HOST_PID, because: 'has hostPID, SYS_ADMIN and SYS_PTRACE' }) : undefined;
  },
};
