import { type Static, Type } from 'typebox';

/** A place in a source file; line and column count from 1, columns in UTF-16 code units. */
export const Location = Type.Object(
  {
    file: Type.String({ description: 'Path as it was given, `-` for standard input' }),
    line: Type.Integer({ minimum: 1 }),
    column: Type.Integer({ minimum: 1 }),
  },
  { $id: 'location', description: 'A place in a source file' },
);
export type Location = Static<typeof Location>;
