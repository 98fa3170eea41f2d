import { defineFacts } from '../fact.ts';
import { listImageUses } from '../model/image-use.ts';
import type { Pod } from '../model/pod.ts';

export const facts = defineFacts<Pod>('Pod', {
  images: {
    type: 'list(Image)',
    doc: 'Images of its containers and image volumes',
    source: 'containers, volumes[].image',
    native:
      "((pod.?spec.?containers.orValue([]) + pod.?spec.?initContainers.orValue([]) + pod.?spec.?ephemeralContainers.orValue([])).map(c, {'reference': c.?image.orValue(''), 'pullPolicy': c.?imagePullPolicy.orValue('')}) + pod.?spec.?volumes.orValue([]).filter(v, has(v.image)).map(v, {'reference': v.image.?reference.orValue(''), 'pullPolicy': v.image.?pullPolicy.orValue('')})).filter(i, i.reference != '')",
    get: p => listImageUses(p),
  },
});
