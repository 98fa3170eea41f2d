import { type Static, type TSchema, Type } from 'typebox';

const list = <T extends TSchema>(item: T, description?: string) =>
  Type.Readonly(Type.Immutable(Type.Array(item, description === undefined ? {} : { description })));
const text = (description?: string) => Type.Readonly(Type.String(description === undefined ? {} : { description }));
const texts = (description?: string) => list(Type.String(), description);

const optionalText = (description?: string) => Type.Readonly(Type.Optional(Type.String(description === undefined ? {} : { description })));
const optionalTexts = (description: string) => Type.Readonly(Type.Optional(Type.Immutable(Type.Array(Type.String(), { description }))));

/** What policies ask of an image: values only, as whoever read it says them. */
export const ImageContent = Type.Object(
  {
    user: text('As configured; empty when none is, which means root'),
    bytes: Type.Readonly(Type.Integer({ description: 'Of the layers as they are sent' })),
    ageDays: Type.Readonly(
      Type.Optional(Type.Integer({ description: 'Whole days since it was made; absent when the build wrote no honest time' })),
    ),
    labels: Type.Readonly(Type.Immutable(Type.Record(Type.String(), Type.String()))),
    volumes: texts(),
    ports: texts('As 80/tcp'),
    base: text('Name or digest of the base image; empty when nothing states it'),
    secrets: texts('`kind in place` of each credential, never its text'),
    setuidFiles: texts(),
    shells: texts(),
    packageManagers: texts(),
    networkTools: texts(),
    remoteAccess: texts(),
    compilers: texts(),
    worldWritable: texts(),
    credentialFiles: texts(),
    surfaceScore: Type.Readonly(Type.Integer({ description: 'From 0 to 100; 100 is an image with nothing but the application' })),
    remarks: optionalTexts("Names of checks that the image's own instructions do not stand; absent where no history tells of them"),
    ended: texts('`debian 10` of what is not maintained any more'),
    licenses: list(
      Type.Immutable(Type.Array(Type.Immutable(Type.Array(Type.String())))),
      'For each package that states any, the sets of licences of which one holds: `A AND B OR C` is `[[A, B], [C]]`',
    ),
    signature: Type.Readonly(
      Type.Optional(Type.Enum(['verified', 'not-verified', 'none'], { description: 'Absent when nobody says whose signatures count' })),
    ),
    signers: optionalTexts('Names of trusted keys and identities that signed it; absent when nobody says whose signatures count'),
    attestations: optionalTexts(
      'What somebody trusted attests: provenance, sbom, vulnerabilities, and predicate types of others; absent as above',
    ),
    scanAgeHours: Type.Readonly(
      Type.Optional(Type.Integer({ description: 'Whole hours since the last scan that is attested; absent where none is' })),
    ),
    sourceRepository: optionalText('By a verified provenance or certificate; absent where none says it'),
    sourceCommit: optionalText(),
    builder: optionalText(),
  },
  { $id: 'image-content', description: 'What policies ask of an image' },
);
export type ImageContent = Static<typeof ImageContent>;
