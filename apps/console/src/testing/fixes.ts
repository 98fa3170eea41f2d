import type { Answer, baseImages, fixPlan } from '@breakwater/api';
import { countFindings, findings } from './findings.ts';
import type { Image } from './images.ts';
import { ago, CLUSTERS, DAY } from './shop.ts';

type Plan = Answer<typeof fixPlan.endpoints.get>;
type Approval = Answer<typeof baseImages.endpoints.list>['results'][number];
type Seen = Answer<typeof baseImages.endpoints.seen>['results'][number];

const [production] = CLUSTERS;
const NEWER = `sha256:${'5e'.repeat(32)}`;
const NODE = 'docker.io/library/node:22-bookworm';

/** One plan for each image that was read: two of them rest on the first. */
export function buildPlans(rows: readonly Image[]): readonly Plan[] {
  const read = rows.filter(({ digest }) => digest !== undefined);
  return read.slice(0, 6).map((image, index) => ({
    id: image.id,
    reference: image.reference,
    digest: image.digest ?? '',
    state: index === 5 ? 'closed' : 'open',
    severity: index < 2 ? 'critical' : 'high',
    raise: 3,
    closes: 5 + index,
    remove: 1,
    ...(index % 2 === 0 ? { base: `${NODE}@${NEWER}` } : {}),
    order: index < 2 ? 1 : 2,
    owners: ['storefront', 'payments'].slice(0, (index % 2) + 1),
    clusters: [production.name],
    namespaces: ['shop'],
    dueAt: ago((index - 3) * -9 * DAY),
    overdue: index < 3,
    ...(index === 5 ? { closedAt: ago(DAY) } : {}),
    packages: findings
      .filter(({ fixedIn }) => fixedIn.length > 0)
      .slice(0, 4)
      .map((finding, at) => ({
        name: finding.package,
        type: finding.type,
        from: finding.version,
        to: finding.fixedIn[0] ?? '',
        severity: finding.severity,
        closes: at === 0 ? findings.slice(0, 6).map(({ id }) => id) : [finding.id],
        layer: finding.layer ?? 1,
        instruction: 'RUN /bin/sh -c apt-get update && apt-get install -y curl openssh-client build-essential',
        base: finding.base ?? false,
        dueAt: ago((at - 1) * 9 * DAY),
        overdue: at > 1,
      })),
    removable: [{ name: 'openssh-client', version: '1:9.2p1-2', saves: 5_870_592, closes: ['CVE-2024-6387'] }],
    ...(index % 2 === 0
      ? {
          baseUpdate: {
            name: NODE,
            from: `sha256:${'4d'.repeat(32)}`,
            to: NEWER,
            reference: `${NODE}@${NEWER}`,
            before: countFindings(findings),
            after: countFindings(findings.slice(3, 5)),
          },
        }
      : {}),
    after: index < 2 ? [] : [{ id: 'i-0', reference: rows[0]?.reference ?? '' }],
    before: index === 0 ? read.slice(2, 4).map(({ id, reference }) => ({ id, reference })) : [],
    workloads: image.usedBy.map(({ container: _container, ...use }) => ({ ...use, owner: 'storefront' })),
    history: [{ digest: `sha256:${'3c'.repeat(32)}`, until: ago(12 * DAY), closed: ['CVE-2025-1111', 'CVE-2025-2222'] }],
    rebuilds: [{ at: ago(2 * DAY), by: 'admin', notifier: 'chat', delivered: false, message: '503 Service Unavailable' }],
  }));
}

export const approvalRows: readonly Approval[] = [
  {
    id: 'b-1',
    pattern: 'registry.example.com/base/*',
    reason: 'Built and mended by the platform team every night.',
    approvedBy: 'admin',
    approvedAt: ago(60 * DAY),
    expiry: ago(-120 * DAY),
    rescanDays: 1,
    state: 'active',
    images: 9,
  },
  {
    id: 'b-2',
    pattern: NODE,
    reason: 'Until the own one is there.',
    approvedBy: 'admin',
    approvedAt: ago(200 * DAY),
    expiry: ago(10 * DAY),
    rescanDays: 7,
    state: 'expired',
    images: 4,
  },
];

export const seenRows: readonly Seen[] = [
  {
    name: 'registry.example.com/base/node:22',
    digest: `sha256:${'1a'.repeat(32)}`,
    methods: ['layers'],
    images: 9,
    workloads: 14,
    image: 'i-0',
    newestDigest: `sha256:${'1a'.repeat(32)}`,
    newer: false,
    risk: 41.2,
    vulnerabilities: countFindings(findings.slice(4)),
    state: 'approved',
    approval: { id: 'b-1', by: 'admin', expiry: ago(-120 * DAY) },
  },
  {
    name: NODE,
    digest: `sha256:${'4d'.repeat(32)}`,
    methods: ['layers', 'label'],
    images: 4,
    workloads: 6,
    newestDigest: NEWER,
    newer: true,
    state: 'expired',
    approval: { id: 'b-2', by: 'admin', expiry: ago(10 * DAY) },
  },
  { name: '', digest: `sha256:${'6f'.repeat(32)}`, methods: ['history'], images: 1, workloads: 1, newer: false, state: 'not-approved' },
  { name: 'docker.io/library/alpine:3.15', digest: '', methods: ['label'], images: 2, workloads: 2, newer: false, state: 'not-approved' },
];

export const fixDays: Answer<typeof fixPlan.endpoints.settings> = { critical: 7, high: 30, medium: 90, low: 180 };
