import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';
import type { Workload } from '../model/pod.ts';
import { toInteger, toText } from '../raw.ts';
import { isEmptySelector } from '../selector.ts';
import { listWorkloadAutoscalers } from './autoscalers.ts';
import { reverseJoin, selectWorkloads } from './select.ts';

/** A PodDisruptionBudget and one workload that it covers. */
export interface BudgetCoverage {
  readonly budget: InventoryObject;
  readonly workload: Workload;
}

/** Workloads that a budget selects. In policy/v1 an empty selector takes all pods of the namespace; in v1beta1 none. Pods without labels are taken by none. */
export function listBudgetWorkloads(inventory: Inventory, budget: InventoryObject): readonly Workload[] {
  const selector = budget.spec['selector'];
  if (selector === undefined || (isEmptySelector(selector) && budget.version === 'v1beta1')) return [];
  return selectWorkloads(inventory, budget.namespace, selector).filter(workload => Object.keys(workload.pod.labels).length > 0);
}

export function listCoverage(inventory: Inventory, budget: InventoryObject): readonly BudgetCoverage[] {
  const known = inventory.join('budget-coverage', () => new Map<InventoryObject, readonly BudgetCoverage[]>());
  const coverage = known.get(budget) ?? listBudgetWorkloads(inventory, budget).map(workload => ({ budget, workload }));
  known.set(budget, coverage);
  return coverage;
}

export function listWorkloadBudgets(inventory: Inventory, workload: Workload): readonly InventoryObject[] {
  const reverse = inventory.join('budgets-of-workloads', () =>
    reverseJoin(inventory.listKind('PodDisruptionBudget'), budget => listBudgetWorkloads(inventory, budget)),
  );
  return reverse.get(workload) ?? [];
}

/** Replicas that are sure to be wanted: the autoscaler's minimum, else what the workload says; undefined when nobody says. */
export function countSureReplicas(inventory: Inventory, { workload }: BudgetCoverage): number | undefined {
  const [scaler] = listWorkloadAutoscalers(inventory, workload);
  return scaler?.minReplicas ?? workload.replicas;
}

/** `minAvailable` as a number of pods: percentages are rounded up against the replicas that the workload writes; undefined when it cannot be known. */
export function countMinAvailable({ budget, workload }: BudgetCoverage): number | undefined {
  const written = budget.spec['minAvailable'];
  if (typeof written === 'number') return toInteger(written);
  const percent = /^(\d{1,4})%$/.exec(toText(written))?.[1];
  const { replicas } = workload;
  return percent === undefined || replicas === undefined ? undefined : Math.ceil((Number(percent) * replicas) / 100);
}
