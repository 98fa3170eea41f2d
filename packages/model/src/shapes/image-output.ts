import { type Static, Type } from 'typebox';
import { Severity } from '../severity.ts';
import { Image } from './image.ts';
import { Problem } from './problem.ts';

/** A package of an image, with the layer that brought it. */
export const ImagePackage = Type.Object(
  {
    name: Type.String(),
    version: Type.String({ description: 'Empty when nothing says it' }),
    type: Type.String({ description: 'deb, rpm, apk, npm, golang, … as in purl' }),
    purl: Type.Optional(Type.String()),
    locations: Type.Array(Type.String(), { description: 'Files that prove it; within an archive after an exclamation mark' }),
    layer: Type.Integer({ minimum: 1, description: 'Number of the layer that brought it, from the lowest' }),
    base: Type.Optional(Type.Boolean({ description: 'Whether that layer belongs to the base image' })),
    arch: Type.Optional(Type.String()),
    source: Type.Optional(Type.Object({ name: Type.String(), version: Type.String() })),
    vendor: Type.Optional(Type.String()),
    licenses: Type.Array(Type.String()),
    epoch: Type.Optional(
      Type.Union([Type.Integer(), Type.Null()], {
        description: 'Null when its database says that there is none; absent when nobody asked',
      }),
    ),
    attributes: Type.Optional(
      Type.Record(Type.String(), Type.String(), { description: 'Facts of its ecosystem only: modularity, goVersion, …' }),
    ),
    ownedBy: Type.Optional(Type.String({ description: 'OS package that brought the files' })),
    ownerType: Type.Optional(Type.String({ description: 'purl type of that package, whose advisories then decide' })),
    evidence: Type.Optional(
      Type.String({ description: 'What proves it where it is not installed: archive, binary, classified, lock, sbom' }),
    ),
    files: Type.Optional(
      Type.Array(Type.String(), {
        description:
          'Files from which its code is loaded, and folders with a slash at the end that hold nothing else; absent when that is not known',
      }),
    ),
  },
  { $id: 'image-package', description: 'A package of an image, with the layer that brought it' },
);
export type ImagePackage = Static<typeof ImagePackage>;

export const ImageLayer = Type.Object(
  {
    number: Type.Integer({ minimum: 1 }),
    digest: Type.Optional(Type.String()),
    diffId: Type.Optional(Type.String()),
    size: Type.Integer({ description: 'Bytes as they are kept or sent' }),
    unpackedSize: Type.Integer(),
    instruction: Type.String({ description: 'Of the Dockerfile; empty when the history does not say' }),
    base: Type.Optional(Type.Boolean()),
    entries: Type.Integer(),
    packages: Type.Integer({ description: 'Packages that are still there and that it brought' }),
    complete: Type.Boolean({ description: 'False when it could not be read to its end' }),
  },
  { $id: 'image-layer', description: 'One layer of an image' },
);
export type ImageLayer = Static<typeof ImageLayer>;

/** What an image can mostly do without. */
export const NeedlessItem = Type.Object(
  {
    kind: Type.String(),
    path: Type.String(),
    layer: Type.Integer({ minimum: 1 }),
    bytes: Type.Integer({ description: 'Of the file, or of all files of the folder' }),
    package: Type.Optional(Type.String({ description: 'OS package that brought it' })),
    saves: Type.Integer({ description: 'Bytes that go when it is removed: with its whole package where it has one' }),
  },
  { $id: 'needless-item', description: 'Something that an image can mostly do without' },
);
export type NeedlessItem = Static<typeof NeedlessItem>;

/** A credential in a layer or in the configuration; never its text. */
export const ImageSecret = Type.Object(
  {
    kind: Type.String(),
    severity: Severity,
    place: Type.String({ description: 'A path, `env NAME` or `history N`' }),
    line: Type.Integer({ minimum: 1 }),
    layer: Type.Optional(Type.Integer({ minimum: 1, description: 'Absent for the configuration' })),
    deleted: Type.Boolean({ description: 'A later layer deletes or replaces the file; whoever has the image has the credential still' }),
    hash: Type.String({ description: 'Salted: equal within one answer for the same text' }),
  },
  { $id: 'image-secret', description: 'A credential in a layer or in the configuration; never its text' },
);
export type ImageSecret = Static<typeof ImageSecret>;

/** What `breakwater image inspect --format json` prints. */
export const ImageOutput = Type.Object(
  {
    schema: Type.Literal('breakwater/image'),
    version: Type.String({ description: 'Version of the shape' }),
    image: Type.Intersect([Type.Partial(Image), Type.Object({ name: Type.String(), kind: Type.String() })]),
    distribution: Type.Optional(Type.Object({ id: Type.String(), version: Type.String(), name: Type.String() })),
    created: Type.Optional(Type.Object({ time: Type.String(), from: Type.String() })),
    config: Type.Optional(
      Type.Object({
        user: Type.String(),
        entrypoint: Type.Array(Type.String()),
        command: Type.Array(Type.String()),
        workingDirectory: Type.String(),
        ports: Type.Array(Type.String()),
        volumes: Type.Array(Type.String()),
        labels: Type.Record(Type.String(), Type.String()),
        environment: Type.Array(Type.String(), { description: 'Names only: values may be secrets' }),
      }),
    ),
    base: Type.Optional(
      Type.Object({
        name: Type.Optional(Type.String()),
        digest: Type.Optional(Type.String()),
        layers: Type.Optional(Type.Integer()),
        method: Type.String({ description: 'layers (proven), annotation or label (stated), history (guessed)' }),
      }),
    ),
    layers: Type.Array(ImageLayer),
    results: Type.Array(ImagePackage),
    loadable: Type.Optional(
      Type.Object(
        {
          links: Type.Record(Type.String(), Type.String()),
          complete: Type.Boolean({ description: 'False when there are more links than are told' }),
          programs: Type.Optional(
            Type.Array(Type.String(), {
              description: 'All files that can be executed, sorted; absent when there are too many, or an earlier version read it',
            }),
          ),
          hashes: Type.Optional(
            Type.Array(Type.String({ pattern: '^(?:[0-9a-f]{64})?$' }), {
              description: 'SHA-256 of each of them in hexadecimal, in the same order; empty where the content is not stored as one piece',
            }),
          ),
        },
        {
          description:
            'Symbolic links by which files of packages are reached, and what they lead to; absent when an earlier version read it',
        },
      ),
    ),
    needless: Type.Array(NeedlessItem),
    surface: Type.Object(
      {
        score: Type.Integer({ minimum: 0, maximum: 100, description: '100 is an image with nothing but the application' }),
        parts: Type.Array(Type.Object({ kind: Type.String(), count: Type.Integer(), points: Type.Integer() })),
      },
      { description: 'What an intruder could use, and the points that it takes' },
    ),
    secrets: Type.Array(ImageSecret),
    instructions: Type.Array(
      Type.Object({ check: Type.String(), number: Type.Optional(Type.Integer()), keyword: Type.String(), detail: Type.String() }),
      { description: "What the image's own instructions had better not do; number is the position in the history" },
    ),
    endOfLife: Type.Array(
      Type.Object({
        product: Type.String(),
        cycle: Type.String(),
        date: Type.String(),
        extended: Type.Optional(Type.String({ description: 'The day until which volunteers go on' })),
      }),
      { description: 'The day from which the distribution or a runtime is not maintained any more' },
    ),
    efficiency: Type.Object({
      score: Type.Number({ minimum: 0, maximum: 1 }),
      wastedBytes: Type.Integer(),
      wasted: Type.Array(
        Type.Object({ path: Type.String(), bytes: Type.Integer(), layers: Type.Array(Type.Integer()), deleted: Type.Boolean() }),
      ),
    }),
    problems: Type.Array(Problem),
    summary: Type.Object({
      complete: Type.Boolean({ description: 'False when a layer could not be read: what is not listed is not known to be absent' }),
      layers: Type.Integer(),
      files: Type.Integer(),
      bytes: Type.Integer(),
      packages: Type.Integer(),
      problems: Type.Integer(),
    }),
  },
  { $id: 'image-output', description: 'What `breakwater image inspect --format json` prints' },
);
export type ImageOutput = Static<typeof ImageOutput>;
