import { type Container, listMounts, readPath, toText, toTexts } from '@breakwater/inventory';
import type { ContainerFinding } from './model/parts.ts';

export const PRIVILEGED: ContainerFinding = { because: 'is privileged', change: 'set securityContext.privileged to false' };
/** Only the change: the reason differs. */
export const HOST_PID = { change: 'remove hostPID' } as const;

/** Containers of Windows have none of these powers. */
export function isPrivileged({ securityContext, pod }: Container): boolean {
  return securityContext['privileged'] === true && !pod.windows;
}

/** Added by name or with all others; what the runtime gives by default holds none of those that matter here. */
export function hasCapability({ securityContext, pod }: Container, name: string): boolean {
  const added = toTexts(readPath(securityContext, 'capabilities', 'add')).map(each => each.toUpperCase().replace(/^CAP_/, ''));
  return !pod.windows && (added.includes(name) || added.includes('ALL'));
}

/** A capability by name, or with all others because the container is privileged. */
export function findCapability(container: Container, name: string, weakened: readonly string[]): ContainerFinding | undefined {
  if (isPrivileged(container)) return withUserNamespace(container, { ...PRIVILEGED, weakened });
  if (!hasCapability(container, name)) return undefined;
  return withUserNamespace(container, { because: `has capability ${name}`, change: `drop capability ${name}`, weakened });
}

/** In a user namespace of its own root is nobody on the node. */
export function withUserNamespace({ pod }: Container, finding: ContainerFinding): ContainerFinding {
  if (pod.spec['hostUsers'] !== false) return finding;
  return { ...finding, weakened: [...(finding.weakened ?? []), 'hostUsers is false: its root is nobody on the node'] };
}

/** Images that say nothing run as root. */
export function mayBeRoot(container: Container): boolean {
  const user = container.readEffective('runAsUser');
  if (user !== undefined) return user === 0;
  return container.readEffective('runAsNonRoot') !== true;
}

/** A mount of a path of the node. */
export function findHostPath(container: Container, isMeant: (path: string) => boolean, written: boolean): ContainerFinding | undefined {
  for (const mount of listMounts(container)) {
    const volume = container.pod.volumes.find(({ name }) => name === mount.volumeName);
    const given = readPath(volume?.raw, 'hostPath', 'path');
    if (volume === undefined || typeof given !== 'string') continue;
    const isReadOnly = mount.raw['readOnly'] === true;
    if (!isMeant(normalizeHostPath(given)) || (written && isReadOnly)) continue;
    const how = isReadOnly ? 'reads' : 'writes';
    const weakened = mayBeRoot(container) ? [] : ['its user is not root'];
    return { because: `${how} the path ${toText(given)} of the node`, change: describeChange(volume.name, written), weakened };
  }
  return undefined;
}

function describeChange(volume: string, written: boolean): string {
  return written ? `mount volume ${volume} read-only, or remove it` : `remove volume ${volume}`;
}

/** `/var//log/` is `/var/log`, and `/var/run` is a link to `/run`. */
export function normalizeHostPath(path: string): string {
  const steps = path.split('/').filter(step => step !== '' && step !== '.');
  if (steps.includes('..')) return '/';
  const plain = `/${steps.join('/')}`;
  return plain === '/var/run' || plain.startsWith('/var/run/') ? plain.slice('/var'.length) : plain;
}

/** Paths below which writing does not lead to the node: devices and data of plug-ins, time zone, certificates that are read by others only. */
const HARMLESS = [
  '/dev/shm',
  '/dev/kvm',
  '/dev/net/tun',
  '/dev/fuse',
  '/etc/localtime',
  '/usr/share/zoneinfo',
  '/mnt',
  '/data',
  '/srv',
  '/tmp',
];

export function isHarmlessPath(path: string): boolean {
  return HARMLESS.some(harmless => path === harmless || path.startsWith(`${harmless}/`));
}
