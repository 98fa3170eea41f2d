import { readPath } from '@breakwater/inventory';
import { HOST_PID, hasCapability, isPrivileged, withUserNamespace } from '../container-powers.ts';
import type { ContainerEdge } from '../edge.ts';

/** The field is stable since 1.31. */
const APPARMOR_FIELD = 31;

export const edge: ContainerEdge = {
  kind: 'container',
  id: 'ptrace-host',
  number: 'E49',
  doc: 'A container traces processes of its node: hostPID, SYS_PTRACE and SYS_ADMIN without AppArmor, or privileged',
  cost: 2,
  target: 'node',
  find: (container, { kubeMinor }) => {
    if (container.pod.spec['hostPID'] !== true) return undefined;
    if (isPrivileged(container)) return withUserNamespace(container, { ...HOST_PID, because: 'has hostPID and is privileged' });
    if (!hasCapability(container, 'SYS_PTRACE') || !hasCapability(container, 'SYS_ADMIN')) return undefined;
    const isUnconfined = readPath(container.readEffective('appArmorProfile'), 'type') === 'Unconfined';
    if (kubeMinor >= APPARMOR_FIELD && !isUnconfined) return undefined;
    return withUserNamespace(container, { ...HOST_PID, because: 'has hostPID, SYS_PTRACE and SYS_ADMIN, not confined by AppArmor' });
  },
};
