import { defineFacts } from '../fact.ts';
import { listAccountSharers } from '../joins/account-sharing.ts';
import type { Workload } from '../model/pod.ts';

export const facts = defineFacts<Workload>('Workload', {
  accountSharers: {
    type: 'list(Workload)',
    doc: 'Workloads of other owners that run as the same service account, at most five',
    source: 'spec.serviceAccountName of the namespace',
    get: (w, inventory) => listAccountSharers(inventory, w, 5),
  },
});
