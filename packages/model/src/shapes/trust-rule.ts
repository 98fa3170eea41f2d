import { type Static, Type } from 'typebox';

const Text = Type.String({ minLength: 1, maxLength: 1000 });

/** Somebody whom an issuer of identities vouches for: one of each pair has to be there. */
export const TrustedIdentity = Type.Object(
  {
    identity: Type.Optional(Text),
    identityPattern: Type.Optional(Type.String({ minLength: 1, maxLength: 1000, description: '* stands for any characters' })),
    issuer: Type.Optional(Text),
    issuerPattern: Type.Optional(Type.String({ minLength: 1, maxLength: 1000, description: '* stands for any characters' })),
  },
  {
    $id: 'trusted-identity',
    additionalProperties: false,
    description: 'Somebody whom an issuer of identities vouches for: identity and issuer, each exactly or by a pattern',
  },
);
export type TrustedIdentity = Static<typeof TrustedIdentity>;

/** Whose signatures count for which images. */
export const TrustRule = Type.Object(
  {
    images: Type.String({
      minLength: 1,
      maxLength: 500,
      description:
        'Registry and repository; * stands for characters of one part of the path, ** for any parts. Of all that match the narrowest decides',
    }),
    keys: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { description: 'Public keys: paths from this file, or PEM' })),
    keyless: Type.Optional(Type.Array(TrustedIdentity, { description: 'Holders of certificates; needs trustedRoot' })),
    trustedRoot: Type.Optional(Type.String({ minLength: 1, description: 'Path of a trusted_root.json, from this file' })),
    signatures: Type.Optional(Type.String({ minLength: 1, description: 'Repository that holds the signatures, where that is another' })),
    attestations: Type.Optional(
      Type.Object(
        {
          predicateTypes: Type.Optional(Type.Array(Text, { description: 'Of each there is an attestation by somebody trusted' })),
          builders: Type.Optional(Type.Array(Text, { description: 'A provenance names one of these; * stands for any characters' })),
          sources: Type.Optional(Type.Array(Text, { description: 'And one of these repositories; * stands for any characters' })),
        },
        { additionalProperties: false },
      ),
    ),
  },
  {
    $id: 'trust-rule',
    additionalProperties: false,
    description: 'Whose signatures count for which images; any of keys and keyless is enough',
  },
);
export type TrustRule = Static<typeof TrustRule>;
