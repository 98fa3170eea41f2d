import { defineFacts } from '../fact.ts';
import { readEffectiveResources } from '../joins/limit-ranges.ts';
import type { Container } from '../model/pod.ts';

export const facts = defineFacts<Container>('Container', {
  'effective.requests': {
    type: 'map(string, string)',
    doc: 'Requests by resource after defaults: own request, else own limit, else LimitRange, else those of the pod; zero left out',
    source: 'resources, LimitRange objects, spec.resources',
    get: (container, inventory) => readEffectiveResources(inventory, container).requests,
  },
  'effective.limits': {
    type: 'map(string, string)',
    doc: 'Limits by resource after defaults: own limit, else LimitRange, else those of the pod; zero left out',
    source: 'resources, LimitRange objects, spec.resources',
    get: (container, inventory) => readEffectiveResources(inventory, container).limits,
  },
});
