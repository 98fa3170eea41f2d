import type { Answer, images } from '@breakwater/api';
import type { Workload } from './estate.ts';
import { countFindings, type Finding, findings } from './findings.ts';
import { ago, DAY, HOUR } from './shop.ts';

export type Image = Answer<typeof images.endpoints.get>;
type Package = Answer<typeof images.endpoints.packages>['results'][number];
type Layer = Image['layers'][number];

const MIB = 1_048_576;
const digestOf = (index: number) => `sha256:${(index + 10).toString(16).padStart(2, '0').repeat(32)}`;

const INSTRUCTIONS = [
  ['ADD file:4d2…7f in / ', 74, 88],
  ['RUN /bin/sh -c apt-get update && apt-get install -y curl openssh-client build-essential # buildkit', 131, 42],
  ['COPY package.json package-lock.json /app/ # buildkit', 0.2, 0],
  ['RUN |1 VERSION=1.4 /bin/sh -c make install # buildkit', 18, 6],
  ['COPY . /app # buildkit', 46, 61],
] as const;

function buildLayers(rows: readonly Finding[]): readonly Layer[] {
  return INSTRUCTIONS.map(([instruction, size, packages], index) => ({
    number: index + 1,
    digest: digestOf(index),
    size: Math.round(size * MIB),
    unpackedSize: Math.round(size * 2.7 * MIB),
    instruction,
    base: index < 2,
    entries: 40 + index * 913,
    packages,
    complete: index !== 3,
    vulnerabilities: countFindings(rows.filter(({ layer }) => layer === index + 1)),
  }));
}

const content = (rows: readonly Finding[]) => ({
  config: {
    user: '',
    entrypoint: ['/usr/local/bin/node'],
    command: ['server.js', '--port', '8080'],
    workingDirectory: '/app',
    ports: ['8080/tcp'],
    volumes: [],
    labels: { 'org.opencontainers.image.source': 'https://git.example.com/shop/web' },
    environment: ['PATH', 'NODE_ENV', 'DATABASE_PASSWORD'],
  },
  layers: [...buildLayers(rows)],
  needless: [
    { kind: 'shell', path: 'bin/bash', layer: 1, bytes: 1_265_648, package: 'bash', saves: 7_163_904 },
    { kind: 'shell', path: 'bin/dash', layer: 1, bytes: 125_688, package: 'dash', saves: 191_488 },
    { kind: 'package-manager', path: 'usr/bin/apt', layer: 1, bytes: 18_752, package: 'apt', saves: 4_232_192 },
    { kind: 'network-tool', path: 'usr/bin/curl', layer: 2, bytes: 277_640, package: 'curl', saves: 512_000 },
    { kind: 'network-tool', path: 'usr/bin/ssh', layer: 2, bytes: 846_888, package: 'openssh-client', saves: 5_870_592 },
    { kind: 'compiler', path: 'usr/bin/gcc', layer: 2, bytes: 1_043_216, package: 'gcc-12', saves: 66_060_288 },
    { kind: 'cache', path: 'var/lib/apt/lists', layer: 2, bytes: 20_342_112, saves: 20_342_112 },
  ],
  credentials: [
    { kind: 'private-key', severity: 'critical' as const, place: '/app/.ssh/id_ed25519', line: 1, layer: 3, deleted: true, hash: 'a1' },
    { kind: 'password-variable', severity: 'high' as const, place: 'env DATABASE_PASSWORD', line: 1, deleted: false, hash: 'b2' },
  ],
  endOfLife: [{ product: 'debian', cycle: '11', date: '2024-08-14', extended: '2026-08-31' }],
  efficiency: {
    score: 0.91,
    wastedBytes: 21_400_000,
    wasted: [{ path: 'var/cache/debconf/templates.dat', bytes: 1_400_000, layers: [1, 2], deleted: false }],
  },
  surfaceParts: [
    { kind: 'shell', count: 2, points: 20 },
    { kind: 'package-manager', count: 1, points: 15 },
    { kind: 'network-tool', count: 2, points: 15 },
    { kind: 'compiler', count: 1, points: 15 },
  ],
  instructions: [
    { check: 'apt-lists-kept', number: 2, keyword: 'RUN', detail: '/var/lib/apt/lists' },
    { check: 'secret-variable', number: 6, keyword: 'ENV', detail: 'DATABASE_PASSWORD' },
  ],
  problems: [{ code: 'layer-truncated', message: 'layer 4 ends before its end; what follows in it is not known', source: digestOf(3) }],
  notEvaluated: [{ code: 'no-version', message: 'packages without a version', packages: 3, examples: ['busybox'] }],
});

const NOTHING = {
  layers: [],
  needless: [],
  credentials: [],
  endOfLife: [],
  surfaceParts: [],
  instructions: [],
  problems: [],
  notEvaluated: [],
};

const SIGNATURES = ['verified', 'none', 'not-verified', 'unknown'] as const;
const USERS = ['', '10001', 'root', 'node'] as const;

/** What was read of one image: every fourth one failed, waits or was never asked for. */
function read(index: number) {
  if (index % 5 === 3) {
    const message = 'registry.example.com answers 401 to shop/checkout: log in, or give the scanner a pull secret';
    return { ...NOTHING, signed: 'unknown' as const, scan: { state: 'failed' as const, code: 'registry-unauthorized', message } };
  }
  if (index % 7 === 5) return { ...NOTHING, signed: 'unknown' as const, scan: { state: 'waiting' as const } };
  if (index === 8) return { ...NOTHING, signed: 'unknown' as const, scan: { state: 'never' as const } };
  const rows = findings.slice(index % 3);
  const all = content(rows);
  return {
    ...all,
    ...(index === 0 ? {} : { problems: [], notEvaluated: [] }),
    digest: digestOf(index),
    platform: 'linux/amd64',
    vulnerabilities: countFindings(rows),
    risk: rows[0]?.risk ?? 0,
    bytes: Math.round((270 - index * 17) * MIB),
    created: ago((index + 2) * 21 * DAY),
    base: { name: index === 4 ? '' : 'docker.io/library/node:22-bookworm', digest: digestOf(90), method: 'layers' },
    os: 'Debian GNU/Linux 11 (bullseye)',
    user: USERS[index % USERS.length] ?? '',
    surface: 35 + index * 4,
    secrets: index === 0 ? 2 : 0,
    packages: 197,
    signed: SIGNATURES[index % SIGNATURES.length] ?? 'unknown',
    scan: {
      state: 'scanned' as const,
      scannedAt: ago((index + 1) * HOUR),
      databaseBuilt: ago(9 * HOUR),
      complete: index !== 0,
      notEvaluated: index === 0 ? 3 : 0,
    },
  };
}

export function buildImages(workloads: readonly Workload[]): Image[] {
  const byImage = Map.groupBy(workloads, ({ images: [image] }) => image ?? '');
  return [...byImage].map(([reference, users], index) => ({
    id: `i-${index}`,
    reference,
    digests: users[0]?.summary.containers[0]?.digests ?? [],
    workloads: users.length,
    clusters: 1,
    pinned: reference.includes('@'),
    watched: index === 2,
    ...read(index),
    variants:
      index === 0
        ? [
            {
              digest: digestOf(0),
              platform: 'linux/amd64',
              running: true,
              seenAt: ago(HOUR),
              vulnerabilities: countFindings(findings),
              risk: 96,
            },
            { digest: digestOf(41), platform: 'linux/arm64', running: true, seenAt: ago(2 * HOUR) },
            {
              digest: digestOf(42),
              platform: 'linux/amd64',
              running: false,
              seenAt: ago(30 * DAY),
              vulnerabilities: countFindings([]),
              risk: 0,
            },
          ]
        : [],
    usedBy: users.map(({ id, cluster, clusterName, namespace, kind, name }) => ({
      workload: id,
      cluster,
      clusterName,
      namespace,
      kind,
      name,
      container: name,
    })),
  }));
}

export const packageRows: readonly Package[] = Array.from({ length: 197 }, (_, index) => {
  const own = findings[index];
  return {
    name: own?.package ?? `lib${['acl', 'attr', 'bz2', 'crypt', 'gcc', 'gmp', 'idn', 'lz4'][index % 8]}${index}`,
    version: own?.version ?? `1.${index}-2`,
    type: own?.type ?? 'deb',
    locations: ['var/lib/dpkg/status'],
    layer: own?.layer ?? (index % 5) + 1,
    base: (own?.layer ?? index % 5) < 3,
    licenses: ['GPL-2.0-or-later'],
    ...(own === undefined ? {} : { severity: own.severity }),
    vulnerabilities: countFindings(own === undefined ? [] : [own]),
  };
});
