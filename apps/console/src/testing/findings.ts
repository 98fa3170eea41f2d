import type { Answer, images, vulnerabilities } from '@breakwater/api';
import type { Severity } from '@breakwater/model';
import { ago, DAY } from './shop.ts';

export type Finding = Answer<typeof images.endpoints.vulnerabilities>['results'][number];
export type Vulnerability = Answer<typeof vulnerabilities.endpoints.get>;

/** id, package, version, type, severity, CVSS, EPSS, exploited, fix, layer */
type Line = readonly [
  id: string,
  name: string,
  version: string,
  type: string,
  severity: Severity,
  score: number | undefined,
  epss: number | undefined,
  exploited: boolean,
  fix: string,
  layer: number,
];

const LINES: readonly Line[] = [
  ['CVE-2024-3094', 'xz-utils', '5.6.0-0.2', 'deb', 'critical', 10, 0.862, true, '5.6.1+really5.4.5-1', 1],
  ['CVE-2023-44487', 'golang.org/x/net', 'v0.14.0', 'golang', 'high', 7.5, 0.944, true, 'v0.17.0', 4],
  ['CVE-2026-10402', 'openssl', '3.0.15-1~deb12u1', 'deb', 'critical', 9.8, 0.087, false, '3.0.17-1~deb12u2', 1],
  ['CVE-2025-6965', 'libsqlite3-0', '3.40.1-2', 'deb', 'high', 7.7, 0.0021, false, '', 1],
  ['CVE-2024-21538', 'cross-spawn', '7.0.3', 'npm', 'high', 7.5, 0.0008, false, '7.0.5', 5],
  ['GHSA-7wjx-3g7j-8584', 'org.apache.logging.log4j:log4j-core', '2.17.0', 'maven', 'medium', 6.6, undefined, false, '2.17.1', 5],
  ['CVE-2023-4911', 'libc6', '2.36-9', 'deb', 'high', 7.8, 0.61, true, '2.36-9+deb12u3', 1],
  ['CVE-2016-2781', 'coreutils', '9.1-1', 'deb', 'low', 4.6, 0.0004, false, '', 1],
  ['CVE-2026-2210', 'busybox', '1.36.1-r5', 'apk', 'medium', undefined, undefined, false, '1.36.1-r7', 2],
];

function toFinding([id, name, version, type, severity, score, epss, exploited, fix, layer]: Line, index: number): Finding {
  const isAccepted = index === 7;
  return {
    id,
    package: name,
    version,
    type,
    purl: `pkg:${type}/${name}@${version}`,
    severity,
    ...(score === undefined ? {} : { score }),
    ...(epss === undefined ? {} : { epss }),
    exploited,
    risk: Math.max(1, 96 - index * 12.4),
    fixedIn: fix === '' ? [] : [fix],
    status: fix === '' ? (['wont-fix', 'affected'][index % 2] ?? 'affected') : 'fixed',
    layer,
    base: layer < 3,
    firstSeen: ago((index + 1) * 6 * DAY),
    state: isAccepted ? 'accepted' : 'open',
    ...(isAccepted
      ? {
          exception: {
            id: 'e-3',
            kind: 'accepted' as const,
            reason: 'No terminal is attached.',
            approver: 'admin',
            expiry: ago(-20 * DAY),
          },
        }
      : {}),
  };
}

export const findings: readonly Finding[] = LINES.map(toFinding);

/** As the server counts them: open ones by severity. */
export function countFindings(rows: readonly Finding[]): NonNullable<Answer<typeof images.endpoints.get>['vulnerabilities']> {
  const open = rows.filter(({ state }) => state === 'open');
  const of = (level: Severity) => open.filter(({ severity }) => severity === level).length;
  return {
    critical: of('critical'),
    high: of('high'),
    medium: of('medium'),
    low: of('low'),
    fixable: open.filter(({ fixedIn }) => fixedIn.length > 0).length,
    exploited: open.filter(({ exploited }) => exploited).length,
    accepted: rows.length - open.length,
  };
}

export const vulnerabilityRows: readonly Vulnerability[] = findings.map((finding, index) => ({
  id: finding.id,
  severity: finding.severity,
  ...(finding.score === undefined ? {} : { score: finding.score }),
  ...(finding.epss === undefined ? {} : { epss: finding.epss }),
  exploited: finding.exploited,
  risk: finding.risk,
  packages: index === 2 ? ['openssl', 'libssl3', 'libcrypto3'] : [finding.package],
  fixable: finding.fixedIn.length > 0,
  fixedIn: finding.fixedIn.map(version => `${finding.package} ${version}`),
  images: 3,
  workloads: 5 + index,
  clusters: 1 + (index % 2),
  namespaces: 2,
  firstSeen: finding.firstSeen,
  state: finding.state,
  accepted: index === 3 || index === 7 ? { findings: 2, by: ['admin'] } : { findings: 0, by: [] },
  aliases: index === 0 ? ['GHSA-rxwq-x6h5-x525', 'DEBIAN-CVE-2024-3094'] : [],
  cvss:
    finding.score === undefined
      ? []
      : [{ version: '3.1', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', score: finding.score, source: 'nvd' }],
  ...(finding.epss === undefined ? {} : { probability: { probability: finding.epss, percentile: 0.99 } }),
  ...(finding.exploited ? { kev: { added: '2024-04-01', ransomware: index === 0 } } : {}),
  reasons: [
    ...(finding.exploited ? [`known to be exploited since 2024-04-01${index === 0 ? ', also by ransomware' : ''}`] : []),
    ...(finding.epss === undefined ? [] : [`EPSS ${(finding.epss * 100).toFixed(1)} % in 30 days`]),
    `severity ${finding.severity}${finding.score === undefined ? '' : `, CVSS ${finding.score}`}`,
  ],
  evidence: [`DEBIAN-${finding.id}: ${finding.package} ${finding.version} is below ${finding.fixedIn[0] ?? 'every fix'}`],
  sources: ['debian', 'ghsa'],
  links: [
    { title: 'NVD', url: `https://nvd.nist.gov/vuln/detail/${finding.id}` },
    { title: 'not a page', url: 'javascript:alert(1)' },
  ],
  exceptions: [],
}));
