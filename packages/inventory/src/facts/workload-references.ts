import { defineFacts } from '../fact.ts';
import { listPodReferences } from '../joins/pod-references.ts';
import type { Workload } from '../model/pod.ts';

export const facts = defineFacts<Workload>('Workload', {
  secretNames: {
    type: 'list(string)',
    doc: 'Secrets that its pods take from: volumes, projected volumes, CSI, environment, image pulls',
    source: 'pod template',
    get: w => listPodReferences(w.pod).secrets,
  },
  configMapNames: {
    type: 'list(string)',
    doc: 'ConfigMaps that its pods take from: volumes, projected volumes, environment',
    source: 'pod template',
    get: w => listPodReferences(w.pod).configMaps,
  },
});
