import { expect, it } from 'vitest';
import { listVariants, type ScopedSetting } from './variants.ts';

const BASE = { enabled: true, params: {}, enforcement: { build: 'fail-build', deploy: 'warn' } } as const;
const list = (settings: readonly ScopedSetting[]) =>
  listVariants(BASE, settings, 'c1', 'shop').map(({ index, enforcement }) => [index, enforcement]);

it.each<[string, readonly ScopedSetting[], unknown]>([
  ['the policy itself', [], [[-1, { build: 'fail-build', deploy: 'warn' }]]],
  ['everywhere', [{ scope: {}, enforcement: { deploy: 'deny' } }], [[-1, { build: 'fail-build', deploy: 'deny' }]]],
  [
    'namespace before cluster before everywhere, whatever the order',
    [
      { scope: { namespaces: ['shop'] }, enforcement: { deploy: 'inform' } },
      { scope: { clusters: ['c1'] }, enforcement: { deploy: 'deny', runtime: 'kill-pod' } },
      { scope: {}, enforcement: { build: 'inform' } },
    ],
    [[-1, { build: 'inform', deploy: 'inform', runtime: 'kill-pod' }]],
  ],
  [
    'labels before all, for what has them',
    [
      { scope: { labels: { tier: 'front' } }, enforcement: { deploy: 'deny' } },
      { scope: { namespaces: ['shop'] }, enforcement: { deploy: 'inform' } },
    ],
    [
      [-1, { build: 'fail-build', deploy: 'inform' }],
      [0, { build: 'fail-build', deploy: 'deny' }],
    ],
  ],
  ['elsewhere', [{ scope: { clusters: ['c2'] }, enforcement: { deploy: 'deny' } }], [[-1, { build: 'fail-build', deploy: 'warn' }]]],
])('what is done is said by %s', (_name, settings, expected) => {
  expect(list(settings)).toStrictEqual(expected);
});
