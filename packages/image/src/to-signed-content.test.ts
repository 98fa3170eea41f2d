import { expect, test } from 'vitest';
import type { ImageVerification, SignatureFinding } from './signatures/image-verification.ts';
import { toSignedContent } from './to-signed-content.ts';

const NOW = new Date('2026-11-03T12:00:00Z');

function attested(
  kind: NonNullable<SignatureFinding['statement']>['kind'],
  scannedAt = '',
  state: SignatureFinding['state'] = 'verified',
): SignatureFinding {
  const statement = { kind, predicateType: `https://example.com/${kind}`, text: '', provenance: undefined, scannedAt };
  return { form: 'bundle', subject: 'sha256:00', place: 'x', state, signer: undefined, reason: '', statement };
}

const NOTHING: ImageVerification = {
  name: 'x',
  digest: 'sha256:00',
  indexDigest: undefined,
  platform: undefined,
  state: 'none',
  findings: [],
  signers: [],
  provenance: undefined,
  unmet: [],
  problems: [],
  complete: true,
};

const UNKNOWN = { sourceRepository: undefined, sourceCommit: undefined, builder: undefined, scanAgeHours: undefined };

test.each<[string, ImageVerification | undefined, object]>([
  ['nobody was asked for', undefined, { ...UNKNOWN, signature: undefined, signers: undefined, attestations: undefined }],
  ['nothing is attached', NOTHING, { ...UNKNOWN, signature: 'none', signers: [], attestations: [] }],
  [
    'all is there',
    {
      ...NOTHING,
      state: 'verified',
      signers: [{ kind: 'key', name: 'a.pub' }],
      provenance: { builder: '', sourceRepository: 'https://git.example.com/x', sourceCommit: 'abcdef0', builtAt: '' },
      findings: [
        attested('provenance'),
        attested('other'),
        attested('vulnerabilities', '2026-11-01T12:00:00Z'),
        attested('vulnerabilities', '2026-11-03T09:30:00Z'),
        attested('vulnerabilities', '2026-11-03T11:59:00Z', 'not-verified'),
        attested('sbom', '', 'not-verified'),
      ],
    },
    {
      signature: 'verified',
      signers: ['a.pub'],
      attestations: ['provenance', 'https://example.com/other', 'vulnerabilities'],
      scanAgeHours: 2,
      sourceRepository: 'https://git.example.com/x',
      sourceCommit: 'abcdef0',
      builder: undefined,
    },
  ],
  [
    'more is attached than is read',
    { ...NOTHING, state: 'not-verified', complete: false },
    { ...UNKNOWN, signature: undefined, signers: undefined, attestations: undefined },
  ],
  [
    'more, and a signature was among the first',
    { ...NOTHING, state: 'verified', signers: [{ kind: 'key', name: 'a.pub' }], complete: false },
    { ...UNKNOWN, signature: 'verified', signers: ['a.pub'], attestations: undefined },
  ],
  [
    'a scan of tomorrow',
    { ...NOTHING, state: 'not-verified', findings: [attested('vulnerabilities', '2026-11-04T12:00:00Z')] },
    { ...UNKNOWN, signature: 'not-verified', signers: [], attestations: ['vulnerabilities'], scanAgeHours: 0 },
  ],
])('%s', (_title, verification, expected) => {
  expect(toSignedContent(verification, NOW)).toEqual(expected);
});
