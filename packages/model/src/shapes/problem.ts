import { type Static, Type } from 'typebox';
import { Location } from './location.ts';

/** Something that could not be read, judged or done while the rest went on. */
export const Problem = Type.Object(
  {
    code: Type.String({ description: 'Stable kebab-case code, listed in docs/reference/errors.md' }),
    message: Type.String({ description: 'What happened and what to do next, in plain words' }),
    source: Type.String({ description: 'File, object, policy or component that it concerns' }),
    location: Type.Optional(Location),
  },
  { $id: 'problem', description: 'Something that could not be read, judged or done while the rest went on' },
);
export type Problem = Static<typeof Problem>;
