import type { Inventory } from '../inventory.ts';
import { listOwners } from '../model/owner.ts';
import type { Workload } from '../model/pod.ts';

/** What a workload belongs to: pods of one owner outside the set are one. */
function toOwnerKey({ object }: Workload): string {
  const owner = listOwners(object)[0];
  return owner === undefined ? `${object.kindName}/${object.name}` : `${owner.kindName}/${owner.name}`;
}

/** One workload of each other owner that runs as the same account, at most as many as asked for. */
export function listAccountSharers(inventory: Inventory, workload: Workload, most: number): readonly Workload[] {
  const byAccount = inventory.join('owners-of-accounts', () => groupByAccount(inventory.workloads));
  const owners = byAccount.get(toAccountKey(workload)) ?? new Map<string, Workload>();
  const own = toOwnerKey(workload);
  const others: Workload[] = [];
  for (const [key, other] of owners) {
    if (others.length === most) break;
    if (key !== own) others.push(other);
  }
  return others;
}

function groupByAccount(workloads: readonly Workload[]): ReadonlyMap<string, ReadonlyMap<string, Workload>> {
  const groups = new Map<string, Map<string, Workload>>();
  for (const workload of workloads) {
    const key = toAccountKey(workload);
    const owners = groups.get(key) ?? new Map<string, Workload>();
    groups.set(key, owners.set(toOwnerKey(workload), workload));
  }
  return groups;
}

function toAccountKey({ object, pod }: Workload): string {
  return `${object.namespace}/${pod.accountName}`;
}
