import { expect, test } from 'vitest';
import { chooseRule } from './choose-rule.ts';

test.each<[readonly string[], string, string | undefined]>([
  [['registry.example/shop/cart'], 'registry.example/shop/cart', 'registry.example/shop/cart'],
  [['registry.example/shop'], 'registry.example/shop/cart', undefined],
  [['registry.example/*/cart'], 'registry.example/shop/cart', 'registry.example/*/cart'],
  [['registry.example/*'], 'registry.example/shop/cart', undefined],
  [['registry.example/**'], 'registry.example/shop/cart', 'registry.example/**'],
  [['**/cart'], 'registry.example/a/b/cart', '**/cart'],
  [['**/a/**/cart'], 'registry.example/a/b/a/cart', '**/a/**/cart'],
  [['**/b/**/x'], 'registry.example/a/b/a/cart', undefined],
  [['*.example/shop/c*'], 'registry.example/shop/cart', '*.example/shop/c*'],
  [['**', 'registry.example/**', 'registry.example/shop/**'], 'registry.example/shop/cart', 'registry.example/shop/**'],
  [['registry.example/shop/cart', 'registry.example/shop/*'], 'registry.example/shop/cart', 'registry.example/shop/cart'],
  [['registry.example/shop/ca*', 'registry.example/shop/*rt'], 'registry.example/shop/cart', 'registry.example/shop/ca*'],
  [['docker.io/library/nginx'], 'docker.io/library/nginx', 'docker.io/library/nginx'],
])('%j decide over %s', (rules, name, expected) => {
  expect(
    chooseRule(
      rules.map(images => ({ images })),
      name,
    )?.images,
  ).toBe(expected);
});

test('hostile patterns end', () => {
  const pattern = Array.from({ length: 120 }, () => '**/a').join('/');
  expect(chooseRule([{ images: `${pattern}/b` }], Array.from({ length: 120 }, () => 'a').join('/'))).toBeUndefined();
});
