import { expect, it } from 'vitest';
import { toRebuildPreview } from './to-rebuild-preview.ts';

type Plan = Parameters<typeof toRebuildPreview>[0];

const counts = { critical: 1, high: 0, medium: 0, low: 0, fixable: 1, exploited: 0, accepted: 0 };
const plan: Plan = {
  id: 'aQ',
  reference: 'r.example/cart:1',
  digest: 'sha256:c',
  state: 'open',
  severity: 'high',
  raise: 1,
  closes: 1,
  order: 0,
  owners: ['shop'],
  clusters: ['production'],
  namespaces: ['shop'],
  overdue: false,
  packages: [
    {
      name: 'openssl',
      type: 'deb',
      from: '1.0-1',
      to: '3.0-1',
      severity: 'high',
      closes: ['CVE-1'],
      instruction: 'RUN apt-get install openssl',
      dueAt: '2026-12-24T00:00:00Z',
      overdue: false,
    },
  ],
  removable: [{ name: 'wget', version: '1', saves: 9, closes: ['CVE-3'] }],
  after: [],
  before: [],
  workloads: [],
  history: [],
  rebuilds: [],
};
const baseUpdate = { name: 'debian:12', from: 'sha256:a', to: 'sha256:b', reference: 'debian:12@sha256:b', before: counts, after: counts };

const sent = {
  event: 'rebuild-requested',
  image: { reference: 'r.example/cart:1', digest: 'sha256:c' },
  packages: [{ name: 'openssl', type: 'deb', from: '1.0-1', to: '3.0-1', closes: ['CVE-1'], dueAt: '2026-12-24T00:00:00Z' }],
  remove: [{ name: 'wget', version: '1' }],
};

it('holds what to change and nothing of who runs it', () => {
  expect(toRebuildPreview(plan)).toEqual(sent);
  expect(toRebuildPreview({ ...plan, baseUpdate })).toEqual({
    ...sent,
    base: { name: 'debian:12', from: 'sha256:a', reference: 'debian:12@sha256:b' },
  });
});
