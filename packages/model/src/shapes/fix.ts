import { type Static, Type } from 'typebox';

/** One edit that makes the finding go away; paths are relative to the target, as in `container.securityContext.privileged`. */
export const Fix = Type.Union(
  [
    Type.Object({ remove: Type.String() }, { additionalProperties: false }),
    Type.Object({ set: Type.String(), value: Type.Unknown() }, { additionalProperties: false }),
    Type.Object({ append: Type.String(), value: Type.Unknown() }, { additionalProperties: false }),
  ],
  { $id: 'fix', description: 'One edit: remove a field, set it, or append to a list' },
);
export type Fix = Static<typeof Fix>;
