import { defineFacts } from '../fact.ts';
import { listWorkloadAutoscalers } from '../joins/autoscalers.ts';
import {
  type BudgetCoverage,
  countMinAvailable,
  countSureReplicas,
  listCoverage,
  listWorkloadBudgets,
} from '../joins/disruption-budgets.ts';
import type { InventoryObject } from '../model/object.ts';
import type { Workload } from '../model/pod.ts';

const ofResource = defineFacts<InventoryObject>('Resource', {
  coverage: {
    type: 'list(BudgetCoverage)',
    doc: 'Workloads that a PodDisruptionBudget covers; empty for other kinds',
    source: 'spec.selector against pod template labels of the namespace',
    get: (o, inventory) => (o.kind === 'PodDisruptionBudget' ? listCoverage(inventory, o) : []),
  },
});

const ofCoverage = defineFacts<BudgetCoverage>('BudgetCoverage', {
  workload: { type: 'Workload', doc: 'The workload', source: 'spec.selector', get: c => c.workload },
  minAvailable: {
    type: 'int',
    doc: 'minAvailable as a number of pods; not set when it is not written or cannot be known',
    source: 'spec.minAvailable, replicas',
    get: c => countMinAvailable(c),
  },
  sureReplicas: {
    type: 'int',
    doc: "Replicas that are sure to be wanted: an autoscaler's minimum, else those of the workload; not set when nobody says",
    source: 'autoscalers, spec.replicas',
    get: (c, inventory) => countSureReplicas(inventory, c),
  },
  autoscaled: {
    type: 'bool',
    doc: 'An autoscaler changes the replicas',
    source: 'scaleTargetRef of autoscalers',
    get: (c, inventory) => listWorkloadAutoscalers(inventory, c.workload).length > 0,
  },
});

const ofWorkload = defineFacts<Workload>('Workload', {
  disruptionBudgets: {
    type: 'list(Resource)',
    doc: 'PodDisruptionBudgets that cover it',
    source: 'selectors of PodDisruptionBudgets of the namespace',
    get: (w, inventory) => listWorkloadBudgets(inventory, w),
  },
});

export const facts = [...ofResource, ...ofCoverage, ...ofWorkload];
