import { type Static, Type } from 'typebox';
import { ImageSecret, NeedlessItem } from './image-output.ts';
import { Problem } from './problem.ts';

/** A package, setting, needless thing or credential that differs between two images. */
export const ImageChange = Type.Object(
  {
    kind: Type.String({ description: 'package or setting' }),
    name: Type.String(),
    type: Type.Optional(Type.String({ description: 'Of a package, as in purl' })),
    from: Type.Array(Type.String(), { description: 'Versions or the value that only the first image has' }),
    to: Type.Array(Type.String(), { description: 'Versions or the value that only the second image has' }),
  },
  { $id: 'image-change', description: 'A package or setting that differs between two images' },
);
export type ImageChange = Static<typeof ImageChange>;

/** What `breakwater image diff --format json` prints. */
export const ImageDiffOutput = Type.Object(
  {
    schema: Type.Literal('breakwater/image-diff'),
    version: Type.String({ description: 'Version of the shape' }),
    from: Type.Object({ name: Type.String(), digest: Type.Optional(Type.String()), bytes: Type.Integer(), surface: Type.Integer() }),
    to: Type.Object({ name: Type.String(), digest: Type.Optional(Type.String()), bytes: Type.Integer(), surface: Type.Integer() }),
    results: Type.Array(ImageChange),
    needless: Type.Object({ added: Type.Array(NeedlessItem), removed: Type.Array(NeedlessItem) }),
    secrets: Type.Object({ added: Type.Array(ImageSecret), removed: Type.Array(ImageSecret) }),
    problems: Type.Array(Problem),
    summary: Type.Object({
      added: Type.Integer({ description: 'Packages that only the second image has' }),
      removed: Type.Integer(),
      changed: Type.Integer(),
      sharedLayers: Type.Integer({ description: 'Layers from the lowest on that both have' }),
      complete: Type.Boolean({ description: 'False when a layer of one could not be read: what it lacks is not known to be absent' }),
    }),
  },
  { $id: 'image-diff-output', description: 'What `breakwater image diff --format json` prints' },
);
export type ImageDiffOutput = Static<typeof ImageDiffOutput>;
