import { type Container, listContainerPorts, listMounts, readPath, toList, toRecord, toRecords, toText } from '@breakwater/inventory';
import type { ContainerEdge } from '../edge.ts';
import type { ContainerPart } from './parts.ts';

/** What attack paths rest on of one container. */
export function readContainer(container: Container, edges: readonly ContainerEdge[], kubeMinor: number): ContainerPart {
  const context = { kubeMinor, pod: container.pod.spec };
  const ports = container.kind === 'init' ? [] : listContainerPorts(container);
  const isOnNode = container.pod.spec['hostNetwork'] === true;
  return {
    name: container.name,
    isInit: container.kind === 'init',
    ports: ports.flatMap(({ containerPort }) => (Number.isInteger(containerPort) ? [containerPort as number] : [])),
    usesNodeNetworkPorts: ports.flatMap(({ hostPort, containerPort }) => toNodePort(hostPort, isOnNode ? containerPort : undefined)),
    findings: edges.flatMap(edge => {
      const finding = edge.find(container, context);
      return finding === undefined ? [] : [[edge.id, finding] as const];
    }),
    secrets: listSecrets(container),
    claims: listClaims(container),
    user: String(container.readEffective('runAsUser') ?? ''),
  };
}

function toNodePort(...numbers: readonly unknown[]): readonly number[] {
  const found = numbers.find(each => Number.isInteger(each) && each !== 0);
  return found === undefined ? [] : [found as number];
}

function listSecrets(container: Container): readonly string[] {
  const mounted = listMounts(container).flatMap(mount => {
    const volume = container.pod.volumes.find(({ name }) => name === mount.volumeName)?.raw;
    const projected = toRecords(readPath(volume, 'projected', 'sources')).map(source => readPath(source, 'secret', 'name'));
    return [readPath(volume, 'secret', 'secretName'), ...projected];
  });
  const single = toList(container.raw['env']).map(entry => readPath(entry, 'valueFrom', 'secretKeyRef', 'name'));
  const whole = toList(container.raw['envFrom']).map(entry => readPath(entry, 'secretRef', 'name'));
  return [...new Set([...mounted, ...single, ...whole].map(toText))].filter(name => name !== '');
}

function listClaims(container: Container): ContainerPart['claims'] {
  return listMounts(container).flatMap(mount => {
    const volume = container.pod.volumes.find(({ name }) => name === mount.volumeName);
    const claim = toRecord(volume?.raw['persistentVolumeClaim']);
    const name = toText(claim['claimName']);
    return name === '' ? [] : [[name, mount.raw['readOnly'] !== true && claim['readOnly'] !== true] as const];
  });
}
