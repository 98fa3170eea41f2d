import type { Answer, advisories, scanners, scans, watchedImages } from '@breakwater/api';
import { ago, CLUSTERS, DAY, HOUR } from './shop.ts';

type Rows<T> = T extends { readonly results: readonly (infer Row)[] } ? readonly Row[] : never;

const feeds = [
  { name: 'debian', newest: ago(10 * HOUR), records: 48_211, verified: true },
  { name: 'alpine', newest: ago(20 * HOUR), records: 12_904, verified: true },
  { name: 'ghsa', newest: ago(9 * HOUR), records: 25_377, verified: true },
  { name: 'photon', newest: '', records: 9120, verified: false },
];

const database = { digest: `sha256:${'7a'.repeat(32)}`, built: ago(9 * HOUR), records: 95_612, feeds };

export const advisoryRows: Rows<Answer<typeof advisories.endpoints.list>> = [
  { ...database, ageHours: 9, stale: false, newest: true, scanners: ['scanner-1'], seenAt: ago(60_000), matched: 11, waiting: 3 },
  {
    ...database,
    digest: `sha256:${'7b'.repeat(32)}`,
    built: ago(4 * DAY),
    ageHours: 96,
    stale: true,
    newest: false,
    feeds: feeds.slice(0, 2),
    scanners: [],
    seenAt: ago(3 * DAY),
    matched: 0,
    waiting: 14,
  },
];

export const scannerRows: Rows<Answer<typeof scanners.endpoints.list>> = [
  {
    id: 's-1',
    name: 'scanner-1',
    version: '0.1.0',
    createdAt: ago(40 * DAY),
    seenAt: ago(4000),
    clusters: [CLUSTERS[0].id],
    leased: 2,
    database,
  },
  { id: 's-2', name: 'edge', version: '0.1.0', createdAt: ago(HOUR), clusters: [], leased: 0 },
];

export const scanRows: Rows<Answer<typeof scans.endpoints.list>> = [
  {
    id: 'j-1',
    kind: 'inspect',
    state: 'failed',
    reference: 'registry.example.com/shop/checkout:4.0.1',
    registry: 'registry.example.com',
    priority: 5,
    attempts: 4,
    error: {
      code: 'registry-unauthorized',
      message: 'registry.example.com answers 401 to shop/checkout: log in, or give the scanner a pull secret',
      at: ago(HOUR),
    },
    createdAt: ago(DAY),
  },
  {
    id: 'j-2',
    kind: 'inspect',
    state: 'running',
    reference: 'registry.example.com/shop/web:latest',
    registry: 'registry.example.com',
    priority: 9,
    requestedBy: 'admin',
    scanner: 'scanner-1',
    progress: { phase: 'layers', done: 74_000_000, total: 281_000_000 },
    attempts: 0,
    createdAt: ago(HOUR),
  },
  {
    id: 'j-3',
    kind: 'list-tags',
    state: 'retrying',
    reference: 'docker.io/library/redis',
    registry: 'docker.io',
    priority: 1,
    attempts: 2,
    error: { code: 'registry-throttled', message: 'docker.io asks to come back in 3 minutes', at: ago(60_000) },
    nextAt: ago(-180_000),
    createdAt: ago(3 * HOUR),
  },
  {
    id: 'j-4',
    kind: 'match',
    state: 'waiting',
    reference: 'postgres:11',
    registry: 'docker.io',
    priority: 1,
    attempts: 0,
    nextAt: ago(0),
    createdAt: ago(2 * HOUR),
  },
];

export const watchedRows: Rows<Answer<typeof watchedImages.endpoints.list>> = [
  {
    id: 'w-1',
    pattern: 'registry.example.com/shop/cart:1.*',
    hours: 24,
    createdBy: 'admin',
    createdAt: ago(9 * DAY),
    nextAt: ago(-7 * HOUR),
  },
];
