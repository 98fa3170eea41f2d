import { Unknown } from '@breakwater/cel';
import { defineFacts } from '../fact.ts';
import type { Inventory } from '../inventory.ts';
import type { Workload } from '../model/pod.ts';

function listViolations(workload: Workload, inventory: Inventory, level: 'baseline' | 'restricted'): readonly string[] | Unknown {
  const ask = inventory.options.listPodSecurityViolations;
  return ask === undefined ? new Unknown('workload.podSecurity', 'the Pod Security Standards were not given') : ask(workload, level);
}

export const facts = defineFacts<Workload>('Workload', {
  'podSecurity.baselineViolations': {
    type: 'list(string)',
    doc: 'Checks of the baseline level that it violates at the Kubernetes version judged for',
    source: 'content/standards/pod-security.yaml',
    get: (w, inventory) => listViolations(w, inventory, 'baseline'),
  },
  'podSecurity.restrictedViolations': {
    type: 'list(string)',
    doc: 'Checks of the restricted level that it violates at the Kubernetes version judged for',
    source: 'content/standards/pod-security.yaml',
    get: (w, inventory) => listViolations(w, inventory, 'restricted'),
  },
});
