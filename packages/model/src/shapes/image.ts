import { type Static, Type } from 'typebox';

/** Identity of one image: the platform manifest's digest; everything else is an alias of it. */
export const Image = Type.Object(
  {
    digest: Type.String({ description: 'Digest of the platform manifest' }),
    indexDigest: Type.Optional(Type.String()),
    configDigest: Type.Optional(Type.String({ description: 'Some runtimes report this one' })),
    references: Type.Array(Type.String()),
    platform: Type.Optional(Type.String({ description: 'os/architecture[/variant]' })),
  },
  { $id: 'image', description: 'Identity of one image' },
);
export type Image = Static<typeof Image>;
