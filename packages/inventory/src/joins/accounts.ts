import { Unknown } from '@breakwater/cel';
import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';
import type { Pod, Workload } from '../model/pod.ts';

/** A service account of a namespace, whether its object is in the set or not. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
  readonly object: InventoryObject | undefined;
}

export function findAccount(inventory: Inventory, namespace: string, name: string): Account {
  const accounts = inventory.join('accounts', () => new Map<string, Account>());
  const key = `${namespace}/${name}`;
  const account = accounts.get(key) ?? { namespace, name, object: inventory.find('ServiceAccount', namespace, name) };
  accounts.set(key, account);
  return account;
}

export function findWorkloadAccount(inventory: Inventory, workload: Workload): Account {
  return findAccount(inventory, workload.object.namespace, workload.pod.accountName);
}

/** Workloads that run as an account. */
export function listAccountWorkloads(inventory: Inventory, account: Account): readonly Workload[] {
  const byAccount = inventory.join('workloads-of-accounts', () =>
    Map.groupBy(inventory.workloads, workload => `${workload.object.namespace}/${workload.pod.accountName}`),
  );
  return byAccount.get(`${account.namespace}/${account.name}`) ?? [];
}

/**
 * Whether the account's token is mounted: the pod's value, else the account's, else true. An account outside a
 * partial set may say false, so the answer is unknown then.
 */
export function isTokenAutomounted(inventory: Inventory, pod: Pod): boolean | Unknown {
  const written = pod.spec['automountServiceAccountToken'];
  if (typeof written === 'boolean') return written;
  const account = findAccount(inventory, pod.object.namespace, pod.accountName);
  if (account.object !== undefined) return account.object.raw['automountServiceAccountToken'] !== false;
  return (
    inventory.options.complete || new Unknown('pod.tokenAutomounted', `service account '${pod.accountName}' is not among the objects given`)
  );
}
