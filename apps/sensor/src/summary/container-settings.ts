import type { Inventory, Workload } from '@breakwater/inventory';
import { type Raw, toRecord, toText } from '@breakwater/inventory';
import type { Setting } from '@breakwater/model';
import { isBoolean, isInteger, isList, readFact } from './read-fact.ts';

type Container = Workload['pod']['containers'][number];
type Source = Setting['source'];

/** The security settings of a container as they take effect, with where each was decided. */
export function listContainerSettings(container: Container, inventory: Inventory): readonly Setting[] {
  const flag = (name: string): string => String(readFact(`Container.security.${name}`, container, inventory, isBoolean) ?? 'unknown');
  const list = (name: string): string => (readFact(`Container.security.${name}`, container, inventory, isList<string>) ?? []).join(', ');
  const number = (name: string): string => String(readFact(`Container.security.${name}`, container, inventory, isInteger) ?? '');
  const own = (name: string): Source => (container.securityContext[name] === undefined ? 'default' : 'container');
  return [
    { name: 'privileged', value: flag('privileged'), source: own('privileged') },
    { name: 'allowPrivilegeEscalation', value: flag('allowPrivilegeEscalation'), source: own('allowPrivilegeEscalation') },
    { name: 'readOnlyRootFilesystem', value: flag('readOnlyRootFilesystem'), source: own('readOnlyRootFilesystem') },
    { name: 'runAsNonRoot', value: flag('runAsNonRoot'), source: findSource(container, 'runAsNonRoot', 'default') },
    { name: 'runAsUser', value: number('runAsUser'), source: findSource(container, 'runAsUser', 'image') },
    { name: 'runAsGroup', value: number('runAsGroup'), source: findSource(container, 'runAsGroup', 'image') },
    { name: 'capabilitiesAdded', value: list('capabilitiesAdded'), source: findCapabilitySource(container, 'add') },
    { name: 'capabilitiesDropped', value: list('capabilitiesDropped'), source: findCapabilitySource(container, 'drop') },
    { name: 'seccompProfile', value: readProfile(container, 'seccompProfile'), source: findSource(container, 'seccompProfile', 'default') },
    {
      name: 'appArmorProfile',
      value: readProfile(container, 'appArmorProfile'),
      source: findSource(container, 'appArmorProfile', 'default'),
    },
  ];
}

function findSource(container: Container, field: string, otherwise: Source): Source {
  if (container.securityContext[field] !== undefined) return 'container';
  return container.pod.securityContext[field] === undefined ? otherwise : 'pod';
}

function findCapabilitySource(container: Container, list: string): Source {
  return toRecord(container.securityContext['capabilities'])[list] === undefined ? 'default' : 'container';
}

/** `RuntimeDefault`, `Unconfined` or `Localhost profiles/x.json`; empty when none is set. */
function readProfile(container: Container, field: string): string {
  const profile: Raw = toRecord(container.readEffective(field));
  return [toText(profile['type']), toText(profile['localhostProfile'])].filter(part => part !== '').join(' ');
}
