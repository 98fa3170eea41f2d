import type { ImageContent } from '@breakwater/model';
import type { ImageVerification } from './signatures/image-verification.ts';

const HOUR_MS = 3_600_000;

type SignedContent = Pick<
  ImageContent,
  'signature' | 'signers' | 'attestations' | 'scanAgeHours' | 'sourceRepository' | 'sourceCommit' | 'builder'
>;

/** What policies ask of who signed an image. Nothing is known where nobody was asked for, nor what nobody trusted states. */
export function toSignedContent(verification: ImageVerification | undefined, now: Date): SignedContent {
  if (verification === undefined) return {};
  const attested = verification.findings.flatMap(({ state, statement }) =>
    state === 'verified' && statement !== undefined ? [statement] : [],
  );
  const scans = attested.flatMap(({ scannedAt }) => (scannedAt === '' ? [] : [Date.parse(scannedAt)]));
  const { sourceRepository = '', sourceCommit = '', builder = '' } = verification.provenance ?? {};
  // What was not read could be what is looked for; it takes nothing from what was found.
  const isKnown = verification.complete || verification.state === 'verified';
  const kinds = new Set(attested.map(({ kind, predicateType }) => (kind === 'other' ? predicateType : kind)));
  return {
    ...(isKnown ? { signature: verification.state, signers: verification.signers.map(({ name }) => name) } : {}),
    ...(verification.complete ? { attestations: [...kinds] } : {}),
    ...(scans.length === 0 ? {} : { scanAgeHours: Math.max(0, Math.floor((now.getTime() - Math.max(...scans)) / HOUR_MS)) }),
    ...(sourceRepository === '' ? {} : { sourceRepository }),
    ...(sourceCommit === '' ? {} : { sourceCommit }),
    ...(builder === '' ? {} : { builder }),
  };
}
