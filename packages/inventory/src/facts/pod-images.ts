import { defineFacts } from '../fact.ts';
import { listImageUses } from '../model/image-use.ts';
import type { Pod } from '../model/pod.ts';

export const facts = defineFacts<Pod>('Pod', {
  images: {
    type: 'list(Image)',
    doc: 'Images of its containers and image volumes',
    source: 'containers, volumes[].image',
    get: p => listImageUses(p),
  },
});
