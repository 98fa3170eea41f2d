import { expect, it } from 'vitest';
import { splitReference } from './split-reference.ts';

const HEX = '66d2dcd2a9951234ba6ee98ad3a63cfee88c478725db3ad93c56f8a82725ffe9';

it.each([
  ['postgres:11', 'postgres:11', ''],
  ['library/redis', 'library/redis', ''],
  ['docker.io/library/redis:6', 'library/redis:6', 'docker.io'],
  ['localhost/cart', 'cart', 'localhost'],
  ['registry:5000/shop/cart:1.4', 'shop/cart:1.4', 'registry:5000'],
  [`r.example/shop/cart:1.4@sha256:${HEX}`, 'shop/cart:1.4@66d2dcd2a995…', 'r.example'],
  [`sha256:${HEX}`, `sha256:${HEX}`, ''],
  ['', '', ''],
])('%s → %s of %s', (reference, name, registry) => {
  expect(splitReference(reference)).toEqual({ name, registry });
});
