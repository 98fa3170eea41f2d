import { createFolder, type Folder } from './folder.ts';

const fix = (fixed: string) => [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }];
export const RECORDS = [
  {
    id: 'DSA-1',
    modified: '2026-01-01T00:00:00Z',
    upstream: ['CVE-2026-1'],
    affected: [{ package: { ecosystem: 'Debian:12', name: 'bash' }, ranges: fix('5.3') }],
  },
  {
    id: 'GHSA-2',
    modified: '2026-01-01T00:00:00Z',
    aliases: ['CVE-2026-2'],
    database_specific: { severity: 'HIGH' },
    affected: [{ package: { ecosystem: 'npm', name: 'x' }, ranges: fix('1.2.0') }],
  },
  {
    id: 'GHSA-3',
    modified: '2026-01-01T00:00:00Z',
    database_specific: { severity: 'LOW' },
    affected: [{ package: { ecosystem: 'npm', name: 'x' }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }] }],
  },
];
/** Of CVE-2026-2 in the package x: it is not there. */
export const VEX = {
  '@context': 'https://openvex.dev/ns/v0.2.0',
  author: 'Shop',
  timestamp: '2026-01-01T00:00:00Z',
  statements: [
    {
      vulnerability: { name: 'CVE-2026-2' },
      products: [{ '@id': 'pkg:npm/x' }],
      status: 'not_affected',
      justification: 'component_not_present',
    },
  ],
};

/** A root file system, with the advisories about it. */
export function createScanFolder(): Folder {
  return createFolder({
    'rootfs/etc/os-release': 'ID=debian\nVERSION_ID=12\nPRETTY_NAME="Debian 12"\n',
    'rootfs/var/lib/dpkg/status': 'Package: bash\nStatus: install ok installed\nVersion: 5.2\nArchitecture: amd64\n',
    'rootfs/app/node_modules/x/package.json': '{"name":"x","version":"1.0.0"}',
    'advisories/all.jsonl': RECORDS.map(record => JSON.stringify(record)).join('\n'),
    'advisories/kev.json': JSON.stringify({ vulnerabilities: [{ cve: 'CVE-2026-1', dateAdded: '2026-02-03', ransomware: false }] }),
    'vex.json': JSON.stringify(VEX),
    'broken.json': '{',
    'other.json': '{}',
  });
}
