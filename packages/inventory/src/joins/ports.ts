import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';
import { toWorkload } from '../model/pod.ts';
import { type Path, readPath, toList, toScalarText } from '../raw.ts';
import { listServicePorts, listServiceWorkloads, resolveTargetPort } from './services.ts';

/** One port name or target port that cannot work. */
export interface PortIssue {
  readonly path: Path;
  readonly problem: string;
}

/** IANA service name: at most 15 lower-case letters, digits and single hyphens, with a letter. */
function isPortName(name: string): boolean {
  return name.length <= 15 && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) && /[a-z]/.test(name);
}

/** Invalid names of container ports, and target ports of Services that are invalid or that no selected pod declares. */
export function listPortIssues(inventory: Inventory, object: InventoryObject): readonly PortIssue[] {
  return object.kindName === 'Service' ? listServiceIssues(inventory, object) : listContainerIssues(object);
}

function listContainerIssues(object: InventoryObject): readonly PortIssue[] {
  return (toWorkload(object)?.pod.containers ?? []).flatMap(container =>
    toList(container.raw['ports']).flatMap((port, index) => {
      const name = readPath(port, 'name');
      if (name === undefined || (typeof name === 'string' && isPortName(name))) return [];
      return [{ path: [...container.path, 'ports', index, 'name'], problem: `'${toScalarText(name)}' is no valid port name` }];
    }),
  );
}

function listServiceIssues(inventory: Inventory, service: InventoryObject): readonly PortIssue[] {
  const workloads = listServiceWorkloads(inventory, service);
  return listServicePorts(service).flatMap(port => {
    const target = port.raw['targetPort'];
    const path = ['spec', 'ports', port.index, 'targetPort'];
    if (target === undefined) return [];
    if (typeof target === 'number') return target >= 1 && target <= 65535 ? [] : [{ path, problem: `${target} is no port` }];
    if (typeof target !== 'string' || !isPortName(target)) return [{ path, problem: `'${toScalarText(target)}' is no valid port name` }];
    if (workloads.length === 0 || workloads.some(workload => resolveTargetPort(port, workload) !== undefined)) return [];
    return [{ path, problem: `no selected pod declares a port '${target}' with that protocol` }];
  });
}
