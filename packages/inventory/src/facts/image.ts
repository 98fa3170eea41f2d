import { defineFacts } from '../fact.ts';
import type { ImageUse } from '../model/image-use.ts';

export const facts = defineFacts<ImageUse>('Image', {
  reference: {
    type: 'string',
    doc: 'Reference as written',
    source: 'image of a container, or of an image volume',
    native: 'image.reference',
    get: i => i.reference.text,
  },
  registry: {
    type: 'string',
    doc: 'Host with port; docker.io when none is written',
    source: 'reference',
    native:
      "image.reference.split('@')[0].matches('^([^/]*[.:A-Z][^/]*|localhost)/') && !image.reference.matches('^(index[.])?docker[.]io/') ? image.reference.split('/')[0] : 'docker.io'",
    get: i => i.reference.registry,
  },
  repository: {
    type: 'string',
    doc: 'Path without registry; single names get library/',
    source: 'reference',
    native:
      "[image.reference.split('@')[0]].map(n, n.matches(':[^/]*$') ? n.substring(0, n.lastIndexOf(':')) : n).map(p, p.matches('^(index[.])?docker[.]io/') ? [p.substring(p.indexOf('/') + 1)].map(q, q.contains('/') ? q : 'library/' + q)[0] : p.matches('^([^/]*[.:A-Z][^/]*|localhost)/') ? p.substring(p.indexOf('/') + 1) : p.contains('/') ? p : 'library/' + p)[0]",
    get: i => i.reference.repository,
  },
  name: {
    type: 'string',
    doc: 'Last segment of the repository',
    source: 'reference',
    native:
      "[image.reference.split('@')[0]].map(n, n.matches(':[^/]*$') ? n.substring(0, n.lastIndexOf(':')) : n).map(p, p.substring(p.lastIndexOf('/') + 1))[0]",
    get: i => i.reference.name,
  },
  tag: {
    type: 'string',
    doc: 'Tag as written, empty when absent',
    source: 'reference',
    native: "[image.reference.split('@')[0]].map(n, n.matches(':[^/]*$') ? n.substring(n.lastIndexOf(':') + 1) : '')[0]",
    get: i => i.reference.tag,
  },
  digest: {
    type: 'string',
    doc: 'Digest as written, empty when absent',
    source: 'reference',
    native: "image.reference.contains('@') ? image.reference.substring(image.reference.indexOf('@') + 1) : ''",
    get: i => i.reference.digest,
  },
  digestValid: {
    type: 'bool',
    doc: 'Digest follows the grammar of its algorithm',
    source: 'reference',
    native:
      "image.reference.matches('^[^@]*@(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}|blake3:[0-9a-f]{64})$') || (!image.reference.matches('^[^@]*@(sha256|sha512|blake3):') && image.reference.matches('^[^@]*@[a-z0-9]+([+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$'))",
    get: i => i.reference.digestValid,
  },
  pullPolicy: {
    type: 'string',
    doc: 'Pull policy as written, empty when absent',
    source: 'imagePullPolicy',
    native: 'image.pullPolicy',
    get: i => i.pullPolicy,
  },
  container: {
    type: 'Container',
    doc: 'Container that runs it; not set for image volumes',
    source: 'the container it stands in',
    get: i => i.container,
  },
});
