import type { Inventory, Workload } from '@breakwater/inventory';
import type { Setting } from '@breakwater/model';
import { isBoolean, isText, readFact } from './read-fact.ts';

/** Settings that hold for all containers of a workload's pods. */
export function listPodSettings({ pod, object }: Workload, inventory: Inventory): readonly Setting[] {
  const flag = (name: string): Setting => ({
    name,
    value: String(readFact(`Pod.${name}`, pod, inventory, isBoolean) ?? 'unknown'),
    source: pod.spec[name] === undefined ? 'default' : 'pod',
  });
  const token = readFact('Pod.tokenAutomounted', pod, inventory, isBoolean);
  const namespace = { name: object.namespace, object: inventory.find('Namespace', '', object.namespace) };
  const enforced = readFact('Namespace.podSecurity.enforce', namespace, inventory, isText);
  return [
    flag('hostNetwork'),
    flag('hostPID'),
    flag('hostIPC'),
    flag('hostUsers'),
    {
      name: 'serviceAccountToken',
      value: String(token ?? 'unknown'),
      source: pod.spec['automountServiceAccountToken'] === undefined ? (token === undefined ? 'unknown' : 'default') : 'pod',
    },
    { name: 'podSecurity', value: enforced ?? '', source: enforced === undefined ? 'default' : 'namespace' },
  ];
}
