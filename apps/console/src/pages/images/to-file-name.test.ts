import { expect, it } from 'vitest';
import { toFileName } from './to-file-name.ts';

it.each([
  ['postgres:11', 'postgres_11.cdx.json'],
  ['registry.example:5000/shop/cart:1.4@sha256:66d2', 'registry.example_5000_shop_cart_1.4_sha256_66d2.cdx.json'],
  ['../../etc/passwd', '.._.._etc_passwd.cdx.json'],
])('%s → %s', (reference, name) => {
  expect(toFileName(reference, 'cdx.json')).toBe(name);
});
