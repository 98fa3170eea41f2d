import type { Inventory, Workload } from '@breakwater/inventory';
import { isBoolean, isInteger, isList, isText, readFact } from './read-fact.ts';

/** Rights of a workload beyond those of any container, as the risk score knows them. */
export function listPrivileges(workload: Workload, inventory: Inventory): readonly string[] {
  const { pod } = workload;
  const shared = ['hostPID', 'hostNetwork', 'hostIPC'].filter(name => pod.spec[name] === true);
  return [...shared, ...listHostPaths(workload, inventory), ...pod.containers.flatMap(container => listOfContainer(container, inventory))];
}

function listOfContainer(container: Workload['pod']['containers'][number], inventory: Inventory): readonly string[] {
  const flag = (name: string): boolean => readFact(`Container.security.${name}`, container, inventory, isBoolean) === true;
  const added = readFact('Container.security.capabilitiesAdded', container, inventory, isList<string>) ?? [];
  const user = readFact('Container.security.runAsUser', container, inventory, isInteger);
  return [
    ...(flag('privileged') ? ['privileged'] : []),
    ...(flag('allowPrivilegeEscalation') ? ['escalation'] : []),
    ...(user === 0 || (user === undefined && !flag('runAsNonRoot')) ? ['root'] : []),
    ...added.map(capability => `capability ${capability}`),
  ];
}

function listHostPaths({ pod }: Workload, inventory: Inventory): readonly string[] {
  return pod.volumes
    .filter(volume => readFact('Storage.type', volume, inventory, isText) === 'hostPath')
    .map(volume => (volume.mounts.some(mount => mount.raw['readOnly'] !== true) ? 'hostPath-write' : 'hostPath-read'));
}
