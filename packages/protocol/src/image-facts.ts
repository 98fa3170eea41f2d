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

/** What the server knows of an image that a cluster uses; several digests behind one reference are told as the riskiest of them. */
export const ImageFacts = Type.Object(
  {
    reference: Reference,
    version: Version,
    content: Type.Optional(ImageContent),
    scan: ImageScanSummary,
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
