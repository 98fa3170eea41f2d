import { expect, test } from 'vitest';
import { toImagePurl } from './image-purl.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

test.each<[reference: string, digest: string | undefined, purl: string | undefined]>([
  ['debian:12', DIGEST, `pkg:oci/debian@${DIGEST}?arch=amd64&repository_url=index.docker.io%2Flibrary%2Fdebian`],
  ['docker.io/shop/cart', DIGEST, `pkg:oci/cart@${DIGEST}?arch=amd64&repository_url=index.docker.io%2Fshop%2Fcart`],
  ['shop/cart:1', DIGEST, `pkg:oci/cart@${DIGEST}?arch=amd64&repository_url=index.docker.io%2Fshop%2Fcart`],
  ['registry.example:5000/shop/cart:1', DIGEST, `pkg:oci/cart@${DIGEST}?arch=amd64&repository_url=registry.example:5000%2Fshop%2Fcart`],
  ['/tmp/rootfs', undefined, undefined],
])('%s', (reference, digest, purl) => {
  expect(toImagePurl({ name: 'x', references: [reference], digest, platform: 'linux/amd64' })).toBe(purl);
});
