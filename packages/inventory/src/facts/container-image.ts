import { Unknown } from '@breakwater/cel';
import { defineFacts } from '../fact.ts';
import type { Container } from '../model/pod.ts';
import { toText } from '../raw.ts';

export const facts = defineFacts<Container>('Container', {
  imageEnvironment: {
    type: 'list(string)',
    doc: 'Names of the environment variables that the image sets; unknown until the image was read',
    source: 'image configuration',
    get: (container, inventory) =>
      inventory.options.readImageEnvironment?.(toText(container.raw['image'])) ??
      new Unknown('container.imageEnvironment', `the configuration of image '${toText(container.raw['image'])}' was not read`),
  },
});
