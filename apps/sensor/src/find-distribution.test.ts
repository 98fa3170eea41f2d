import { expect, it } from 'vitest';
import { findDistribution } from './find-distribution.ts';

it.each([
  ['v1.36.3', undefined],
  ['v1.34.1-eks-99d6cc0', 'eks'],
  ['v1.33.4-gke.1036000', 'gke'],
  ['v1.34.2+k3s1', 'k3s'],
  ['v1.33.5+rke2r1', 'rke2'],
])('%s is %s', (version, distribution) => {
  expect(findDistribution(version)).toBe(distribution);
});
