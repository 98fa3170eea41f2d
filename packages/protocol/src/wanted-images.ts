import { type Static, Type } from 'typebox';

/** What servers say in their capabilities that have images read because somebody waits for them. */
export const KNOWS_WANTED = 'wanted-images';
/** Images that are asked for at once: those of one request. */
export const MAX_WANTED = 100;

const strict = { additionalProperties: false } as const;
const images = Type.Array(Type.String({ minLength: 1, maxLength: 2000, description: 'References as workloads write them' }), {
  minItems: 1,
  maxItems: MAX_WANTED,
});

/** Images that admission waits for, told to its sensor. */
export const WantedImages = Type.Object({ images }, strict);
export type WantedImages = Static<typeof WantedImages>;

/** The same, told to the server. Not kept for later: nobody waits that long. */
export const WantedImagesFrame = Type.Object({ type: Type.Literal('wanted-images'), images }, strict);
export type WantedImagesFrame = Static<typeof WantedImagesFrame>;
