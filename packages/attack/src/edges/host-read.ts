import { findHostPath, withUserNamespace } from '../container-powers.ts';
import type { ContainerEdge } from '../edge.ts';

const KEY_PATHS = new Set(['/', '/home', '/root', '/root/.ssh', '/proc', '/etc']);

function isKeyPath(path: string): boolean {
  return KEY_PATHS.has(path) || /^\/home\/[^/]+(?:\/\.ssh)?$/.test(path);
}

export const edge: ContainerEdge = {
  kind: 'container',
  id: 'host-read',
  number: 'E54',
  doc: 'A container reads keys of its node through a path that holds them',
  cost: 3,
  target: 'node',
  find: container => {
    const mount = findHostPath(container, isKeyPath, false);
    return mount === undefined
      ? undefined
      : withUserNamespace(container, { ...mount, weakened: [...(mount.weakened ?? []), 'reads files only'] });
  },
};
