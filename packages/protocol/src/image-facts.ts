import { ImageContent, ImageScanSummary, listSchemaIssues, type SchemaIssue } from '@breakwater/model';
import { type Static, Type } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';

/** What sensors and servers say in their capabilities that tell each other of images. */
export const KNOWS_IMAGES = 'image-facts';
/** Images of one page. */
export const MAX_IMAGES = 5000;

const strict = { additionalProperties: false } as const;
const Reference = Type.String({ minLength: 1, maxLength: 2000, description: 'As workloads write it' });
const Version = Type.String({ minLength: 1, maxLength: 200, description: 'Changes with what is said' });

/** What a sensor says in its capabilities that takes what images can execute; to another it is not sent. */
export const KNOWS_PROGRAMS = 'image-programs';
/** Files of one image that can be executed; where there are more, none is told. */
export const MAX_PROGRAMS = 10_000;

const Words = Type.Array(Type.String({ maxLength: 100_000 }), { maxItems: 10_000 });

/** What an image can execute, and whose it is: by that a sensor knows what runs. */
export const ImagePrograms = Type.Object(
  {
    digests: Type.Array(Type.String({ maxLength: 200 }), {
      maxItems: 2,
      description: 'By which nodes may know the image: its own first, and that of its configuration',
    }),
    index: Type.Optional(
      Type.String({ maxLength: 200, description: 'Digest of the index that it is one of; others in it are for other machines' }),
    ),
    platform: Type.String({ maxLength: 200, description: 'As linux/arm64/v8; empty where it is not known' }),
    entrypoint: Words,
    command: Words,
    paths: Type.Array(Type.String({ maxLength: 10_000 }), {
      maxItems: MAX_PROGRAMS,
      description: 'All files that can be executed, from the root without a slash, sorted',
    }),
    hashes: Type.Optional(
      Type.Array(Type.String({ maxLength: 64 }), {
        maxItems: MAX_PROGRAMS,
        description: 'For each path the SHA-256 in hexadecimal; empty where it is not known, all absent from an earlier version',
      }),
    ),
    owners: Type.Array(Type.Integer({ minimum: -1 }), {
      maxItems: MAX_PROGRAMS,
      description: 'For each path the index of its package; -1 for none',
    }),
    packages: Type.Array(Type.Object({ name: Type.String(), version: Type.String(), purl: Type.String() }, strict), {
      maxItems: MAX_PROGRAMS,
    }),
  },
  strict,
);
export type ImagePrograms = Static<typeof ImagePrograms>;

/** What the server knows of an image that a cluster uses; several digests behind one reference are told as the riskiest of them. */
export const ImageFacts = Type.Object(
  {
    reference: Reference,
    version: Version,
    content: Type.Optional(ImageContent),
    scan: ImageScanSummary,
    programs: Type.Optional(ImagePrograms),
  },
  strict,
);
export type ImageFacts = Static<typeof ImageFacts>;

/** What the sensor has of images, page after page, once after the greeting: the server sends what differs, then and later. */
export const KnownImages = Type.Object(
  {
    type: Type.Literal('known-images'),
    entries: Type.Array(Type.Tuple([Reference, Version]), { maxItems: MAX_IMAGES }),
    last: Type.Boolean(),
  },
  strict,
);
export type KnownImages = Static<typeof KnownImages>;

export const ImageFactsFrame = Type.Object(
  {
    type: Type.Literal('image-facts'),
    entries: Type.Array(ImageFacts, { maxItems: MAX_IMAGES }),
    gone: Type.Array(Reference, { maxItems: MAX_IMAGES, description: 'Images that the cluster does not use any more' }),
  },
  strict,
);
export type ImageFactsFrame = Static<typeof ImageFactsFrame>;

let compiled: Validator | undefined;

/** Why a value is no such frame; empty when it is one. Walking the schema of hundreds of images each time would take fifty times as long. */
export function listImageFactsIssues(value: unknown): readonly SchemaIssue[] {
  compiled ??= Compile(ImageFactsFrame);
  return compiled.Check(value) ? [] : listSchemaIssues(ImageFactsFrame, value);
}
