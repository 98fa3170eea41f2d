import { defineFacts } from '../fact.ts';
import type { ImageUse } from '../model/image-use.ts';

export const facts = defineFacts<ImageUse>('Image', {
  reference: {
    type: 'string',
    doc: 'Reference as written',
    source: 'image of a container, or of an image volume',
    get: i => i.reference.text,
  },
  registry: { type: 'string', doc: 'Host with port; docker.io when none is written', source: 'reference', get: i => i.reference.registry },
  repository: {
    type: 'string',
    doc: 'Path without registry; single names get library/',
    source: 'reference',
    get: i => i.reference.repository,
  },
  name: { type: 'string', doc: 'Last segment of the repository', source: 'reference', get: i => i.reference.name },
  tag: { type: 'string', doc: 'Tag as written, empty when absent', source: 'reference', get: i => i.reference.tag },
  digest: { type: 'string', doc: 'Digest as written, empty when absent', source: 'reference', get: i => i.reference.digest },
  digestValid: { type: 'bool', doc: 'Digest follows the grammar of its algorithm', source: 'reference', get: i => i.reference.digestValid },
  pullPolicy: { type: 'string', doc: 'Pull policy as written, empty when absent', source: 'imagePullPolicy', get: i => i.pullPolicy },
  container: {
    type: 'Container',
    doc: 'Container that runs it; not set for image volumes',
    source: 'the container it stands in',
    get: i => i.container,
  },
});
