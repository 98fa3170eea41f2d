import type { ImageVerification, SignatureFinding, Signer } from '@breakwater/image';
import type { ImageSignature, ImageVerificationOutput } from '@breakwater/model';

/** The public shape of who signed an image. */
export function toVerificationOutput(verification: ImageVerification, rule: string | undefined): ImageVerificationOutput {
  const { name, digest, indexDigest, platform, state, findings, signers, provenance, unmet, problems, complete } = verification;
  const count = (wanted: SignatureFinding['state']): number => findings.filter(finding => finding.state === wanted).length;
  return {
    schema: 'breakwater/image-verification',
    version: '1',
    image: { name, digest, ...(indexDigest === undefined ? {} : { indexDigest }), ...(platform === undefined ? {} : { platform }) },
    ...(rule === undefined ? {} : { rule }),
    state,
    signers: signers.map(toSigner),
    ...(provenance === undefined ? {} : { provenance: { ...provenance } }),
    results: findings.map(toSignature),
    unmet: [...unmet],
    problems: [...problems],
    summary: { verified: count('verified'), notVerified: count('not-verified'), notEvaluated: count('not-evaluated'), complete },
  };
}

function toSigner(signer: Signer): ImageVerificationOutput['signers'][number] {
  return { ...signer };
}

function toSignature({ form, state, subject, place, signer, reason, statement }: SignatureFinding): ImageSignature {
  return {
    form,
    state,
    subject,
    place,
    ...(signer === undefined ? {} : { signer: toSigner(signer) }),
    ...(reason === '' ? {} : { reason }),
    ...(statement === undefined
      ? {}
      : { statement: { kind: statement.kind, predicateType: statement.predicateType, text: statement.text } }),
  };
}
