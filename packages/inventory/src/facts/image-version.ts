import { Unknown } from '@breakwater/cel';
import { defineFacts } from '../fact.ts';
import { isIngressNginx, orderImageVersions } from '../joins/ingress-nginx.ts';
import type { ImageUse } from '../model/image-use.ts';

export const facts = defineFacts<ImageUse>('Image', {
  version: {
    type: 'string',
    doc: 'Tag that is a version; unknown for a digest alone and for other tags',
    source: 'reference, read by version scheme image-tag',
    get: ({ reference }) =>
      orderImageVersions(reference.tag, reference.tag) === undefined
        ? new Unknown('image.version', `'${reference.text}' names no version`)
        : reference.tag,
  },
  ingressNginx: {
    type: 'bool',
    doc: 'Repository of the ingress-nginx controller, or of a well-known rebuild of it',
    source: 'reference',
    get: i => isIngressNginx(i.reference),
  },
});
