import { type TSchema, Type } from 'typebox';

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 500;

/** Query of every list. */
export const ListQuery = Type.Object(
  {
    filter: Type.Optional(Type.String({ description: 'severity>=high,namespace=a|b,label.team=x' })),
    sort: Type.Optional(Type.String({ description: 'Field, with a dash before it for the largest first' })),
    cursor: Type.Optional(Type.String({ description: '`next` of the page before' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT })),
  },
  { additionalProperties: false },
);

/** Answer of every list. */
export const Page = <T extends TSchema>(item: T) =>
  Type.Object({
    results: Type.Array(item),
    total: Type.Integer({ minimum: 0, description: 'Of all pages' }),
    next: Type.Optional(Type.String({ description: 'Cursor of the page after this one; absent on the last' })),
  });
