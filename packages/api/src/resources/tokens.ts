import { Scope } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { ROLES } from '../permissions.ts';
import { strict } from '../strict.ts';

const Role = Type.Enum([...ROLES]);

export const Token = Type.Object({
  id: Type.String(),
  name: Type.String(),
  role: Role,
  scope: Type.Unsafe<Scope>(Scope),
  createdBy: Type.String(),
  createdAt: Type.String(),
  expiresAt: Type.String(),
  lastUsedAt: Type.Optional(Type.String()),
});

export const resource = defineResource({
  name: 'tokens',
  doc: 'API tokens, for `authorization: Bearer bw_…`',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/tokens',
      summary: 'API tokens, without their secrets',
      permission: 'administer',
      query: ListQuery,
      list: { name: { type: 'text', doc: 'Name', sortable: true }, expiresAt: { type: 'time', doc: 'End', sortable: true } },
      answer: Page(Token),
    },
    create: {
      method: 'POST',
      path: '/api/v1/tokens',
      summary: 'Make a token; the answer has its secret, once',
      permission: 'administer',
      body: Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 200 }),
          role: Role,
          scope: Type.Unsafe<Scope>(Scope),
          days: Type.Integer({ minimum: 1, maximum: 366 }),
        },
        strict,
      ),
      answer: Type.Object({ token: Token, secret: Type.String() }),
      status: 201,
    },
    delete: {
      method: 'DELETE',
      path: '/api/v1/tokens/:id',
      summary: 'End a token at once',
      permission: 'administer',
      params: Type.Object({ id: Type.String() }),
      answer: Type.Null(),
      status: 204,
    },
  },
});
