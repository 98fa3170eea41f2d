import { type Static, Type } from 'typebox';
import { Exception } from './exception.ts';

/** `breakwater.yaml` of a repository: what its people have agreed on. */
export const Project = Type.Object(
  { exceptions: Type.Optional(Type.Array(Exception)) },
  { $id: 'project', additionalProperties: false, description: 'The file breakwater.yaml of a repository: what its people have agreed on' },
);
export type Project = Static<typeof Project>;
