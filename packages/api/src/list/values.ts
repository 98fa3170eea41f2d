import { type Static, Type } from 'typebox';
import type { Permission } from '../permissions.ts';
import { strict } from '../strict.ts';

/** Values that one answer names at most. */
export const MAX_VALUES = 50;

export const KnownValues = Type.Object({
  values: Type.Array(Type.String(), { maxItems: MAX_VALUES, description: 'In alphabetical order' }),
  more: Type.Boolean({ description: 'Whether there are others that contain the text' }),
});
export type KnownValues = Static<typeof KnownValues>;

/** The endpoint beside a list that names what occurs in a field of text, of what the caller may see. */
export function valuesOf<const P extends `/${string}`>(path: P, permission: Permission = 'view') {
  return {
    method: 'GET',
    path: `${path}/values`,
    summary: 'Values that occur in a field of the list, as a filter may name them',
    permission,
    query: Type.Object(
      { field: Type.String({ maxLength: 100 }), text: Type.Optional(Type.String({ maxLength: 200, description: 'What they contain' })) },
      strict,
    ),
    answer: KnownValues,
  } as const;
}
