import type { Vulnerability, VulnerabilityOutput } from '@breakwater/model';

/** A finding as `image scan` writes it. */
export const buildVulnerability = (id: string, parts: Partial<Vulnerability> = {}): Vulnerability => ({
  id,
  aliases: [],
  package: { name: 'log4j-core', version: '2.14.1', type: 'maven', purl: '', locations: [] },
  severity: 'critical',
  cvss: [{ version: '3.1', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', score: 10, source: 'nvd' }],
  fixedIn: ['2.15.0'],
  status: 'fixed',
  source: 'ghsa',
  reason: 'r',
  ...parts,
});

/** What `image scan --format json` writes of an image of one package, today. */
export const buildScan = (subject: string, results: readonly Vulnerability[], parts: Partial<VulnerabilityOutput> = {}): string =>
  JSON.stringify({
    schema: 'breakwater/vulnerabilities',
    version: '1',
    subject,
    scannedAt: new Date().toISOString(),
    database: { built: new Date().toISOString(), records: 1, feeds: [] },
    results: [...results],
    suppressed: [],
    notEvaluated: [],
    problems: [],
    summary: {
      packages: 1,
      evaluated: 1,
      fixable: 0,
      severities: { info: 0, low: 0, medium: 0, high: 0, critical: 0 },
      accepted: 0,
      suppressed: 0,
      problems: 0,
    },
    ...parts,
  } satisfies VulnerabilityOutput);
