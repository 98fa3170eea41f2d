import type { ImageFacts } from '@breakwater/protocol';

/** What a server tells of an image with critical vulnerabilities of these ids, found ten days before 2026-12-01. */
export function buildImageFacts(reference: string, ids: readonly string[]): ImageFacts {
  const counts = { info: 0, low: 0, medium: 0, high: 0, critical: ids.length };
  return {
    reference,
    version: `1 ${ids.join(' ')}`,
    content: {
      user: '1000',
      bytes: 100,
      labels: {},
      volumes: [],
      ports: [],
      base: '',
      secrets: [],
      setuidFiles: [],
      shells: [],
      packageManagers: [],
      networkTools: [],
      remoteAccess: [],
      compilers: [],
      worldWritable: [],
      credentialFiles: [],
      surfaceScore: 100,
      ended: [],
      licenses: [],
    },
    scan: {
      scannedAt: '2026-12-01T00:00:00Z',
      databaseBuilt: '2026-11-28T00:00:00Z',
      counts,
      fixable: { ...counts },
      notEvaluated: 0,
      vulnerabilities: ids.map(id => ({
        id,
        package: 'openssl',
        version: '1.0',
        severity: 'critical' as const,
        fixedIn: ['2.0'],
        exploited: false,
        remote: true,
        firstSeen: '2026-11-21T00:00:00Z',
      })),
      more: 0,
    },
  };
}
