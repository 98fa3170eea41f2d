import { describe, expect, test } from 'vitest';
import { addApprovals, BASE_POLICY } from './base-approvals.ts';

const general = { policy: BASE_POLICY, scope: {} };
const scoped = { policy: BASE_POLICY, scope: { namespaces: ['test'] }, enabled: false };

describe('approvals of base images become the parameter of their policy', () => {
  test.each([
    ['nobody approved anything', [general], { count: 0, active: [] }, [general]],
    [
      'the policy is on then',
      [],
      { count: 2, active: ['debian:12', 'registry.example/base/*'] },
      [{ ...general, enabled: true, params: { allowed: ['debian:12', 'registry.example/base/'] } }],
    ],
    [
      'what a setting says stays',
      [{ ...general, enabled: false, params: { allowed: ['alpine:'], other: 1 } }, scoped],
      { count: 1, active: ['debian:12', 'alpine:'] },
      [scoped, { ...general, enabled: false, params: { allowed: ['alpine:', 'debian:12'], other: 1 } }],
    ],
    [
      'all have ended: nothing is allowed, which is not the same as anything',
      [scoped],
      { count: 1, active: [] },
      [scoped, { ...general, enabled: true, params: { allowed: ['(no base image is approved at present)'] } }],
    ],
  ])('%s', (_, settings, approvals, expected) => {
    expect(addApprovals(settings, approvals)).toStrictEqual(expected);
  });
});
