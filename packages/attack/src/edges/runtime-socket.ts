import { findHostPath } from '../container-powers.ts';
import type { ContainerEdge } from '../edge.ts';

const SOCKETS = [
  '/run/containerd/containerd.sock',
  '/run/crio/crio.sock',
  '/run/docker.sock',
  '/run/cri-dockerd.sock',
  '/run/k3s/containerd/containerd.sock',
];

/** A socket, or a folder that holds one; connecting needs no right to write the mount. */
function isSocketPath(path: string): boolean {
  return SOCKETS.some(socket => socket === path || socket.startsWith(path === '/' ? '/' : `${path}/`));
}

export const edge: ContainerEdge = {
  kind: 'container',
  id: 'runtime-socket',
  number: 'E53',
  doc: 'A container with the socket of the container runtime starts containers on its node',
  cost: 1,
  target: 'node',
  find: container => findHostPath(container, isSocketPath, false),
};
