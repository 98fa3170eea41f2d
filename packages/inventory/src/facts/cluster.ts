import { Unknown } from '@breakwater/cel';
import { defineFacts } from '../fact.ts';
import type { Inventory } from '../inventory.ts';

export const facts = defineFacts<Inventory>('Cluster', {
  minor: {
    type: 'int',
    doc: 'Minor version of Kubernetes that is judged for, 34 for v1.34',
    source: '--kube-version, the live server, or the newest known',
    get: inventory => inventory.options.kubeMinor,
  },
  complete: {
    type: 'bool',
    doc: 'True when everything that objects refer to is in the set. In a partial set it is unknown, so an expression that only a missing object would break asks for review: `found || !cluster.complete`',
    source: '--complete, or a live cluster',
    get: inventory =>
      inventory.options.complete ||
      new Unknown('cluster.complete', 'the objects given may not be all that exist (--complete says they are)'),
  },
});
