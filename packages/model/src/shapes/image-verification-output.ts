import { type Static, Type } from 'typebox';
import { Problem } from './problem.ts';

/** Who signed something: the holder of a key, or of a certificate. */
export const ImageSigner = Type.Object(
  {
    kind: Type.Enum(['key', 'certificate']),
    name: Type.String({ description: 'Name of the key as it was given, or the identity in the certificate' }),
    issuer: Type.Optional(Type.String({ description: 'Who vouches for the identity' })),
  },
  { $id: 'image-signer', description: 'Who signed something: the holder of a key, or of a certificate' },
);
export type ImageSigner = Static<typeof ImageSigner>;

/** One signature, attestation or other thing that is attached to an image. */
export const ImageSignature = Type.Object(
  {
    form: Type.String({ description: 'cosign-signature, cosign-attestation, bundle, in-toto, notation, sbom, unknown' }),
    state: Type.Enum(['verified', 'not-verified', 'not-evaluated']),
    subject: Type.String({ description: 'Digest of the manifest that it is attached to' }),
    place: Type.String({ description: 'Tag or digest of the manifest that it lies in' }),
    signer: Type.Optional(ImageSigner),
    reason: Type.Optional(Type.String({ description: 'Why it does not count' })),
    statement: Type.Optional(
      Type.Object({
        kind: Type.Enum(['signature', 'provenance', 'sbom', 'vulnerabilities', 'other']),
        predicateType: Type.String(),
        text: Type.String({ description: 'Its gist; empty when there is nothing to say' }),
      }),
    ),
  },
  { $id: 'image-signature', description: 'One signature, attestation or other thing that is attached to an image' },
);
export type ImageSignature = Static<typeof ImageSignature>;

/** What `breakwater image verify --format json` prints. */
export const ImageVerificationOutput = Type.Object(
  {
    schema: Type.Literal('breakwater/image-verification'),
    version: Type.String({ description: 'Version of the shape' }),
    image: Type.Object({
      name: Type.String(),
      digest: Type.String({ description: 'Of the manifest of the platform' }),
      indexDigest: Type.Optional(Type.String()),
      platform: Type.Optional(Type.String()),
    }),
    rule: Type.Optional(
      Type.String({ description: 'images of the rule of breakwater.yaml that decides; absent when nobody or the command line does' }),
    ),
    state: Type.Enum(['verified', 'not-verified', 'none'], {
      description: 'Signed as asked; something is attached that is not enough; nothing is attached',
    }),
    signers: Type.Array(ImageSigner),
    provenance: Type.Optional(
      Type.Object(
        {
          builder: Type.String(),
          sourceRepository: Type.String(),
          sourceCommit: Type.String(),
          builtAt: Type.String({ description: 'RFC 3339, as written' }),
        },
        { description: 'Of what is verified only; texts are empty where it does not say' },
      ),
    ),
    results: Type.Array(ImageSignature),
    unmet: Type.Array(Type.String(), { description: 'What must be attested and is not' }),
    problems: Type.Array(Problem),
    summary: Type.Object({
      verified: Type.Integer(),
      notVerified: Type.Integer(),
      notEvaluated: Type.Integer(),
      complete: Type.Boolean({ description: 'False when more is attached than is read' }),
    }),
  },
  { $id: 'image-verification-output', description: 'What `breakwater image verify --format json` prints' },
);
export type ImageVerificationOutput = Static<typeof ImageVerificationOutput>;
