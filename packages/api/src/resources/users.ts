import { Scope } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { ROLES } from '../permissions.ts';
import { strict } from '../strict.ts';

const Role = Type.Enum([...ROLES]);
const ScopeOf = Type.Unsafe<Scope>(Scope);
const params = Type.Object({ id: Type.String() });

export const User = Type.Object({
  id: Type.String(),
  name: Type.String(),
  role: Role,
  scope: ScopeOf,
  createdAt: Type.String(),
  lastLoginAt: Type.Optional(Type.String()),
});

export const resource = defineResource({
  name: 'users',
  doc: 'People who log in',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/users',
      summary: 'Users',
      permission: 'administer',
      query: ListQuery,
      list: { name: { type: 'text', doc: 'Name', sortable: true }, role: { type: 'choice', doc: 'Role', choices: ROLES } },
      answer: Page(User),
    },
    create: {
      method: 'POST',
      path: '/api/v1/users',
      summary: 'Add a user; the answer has a password for the first login, once',
      permission: 'administer',
      body: Type.Object({ name: Type.String({ minLength: 1, maxLength: 200 }), role: Role, scope: ScopeOf }, strict),
      answer: Type.Object({ user: User, password: Type.String() }),
      status: 201,
    },
    update: {
      method: 'PATCH',
      path: '/api/v1/users/:id',
      summary: 'Change role or scope',
      permission: 'administer',
      params,
      body: Type.Object({ role: Type.Optional(Role), scope: Type.Optional(ScopeOf) }, strict),
      answer: User,
    },
    resetPassword: {
      method: 'POST',
      path: '/api/v1/users/:id/password',
      summary: 'Give a user another password, told once; all sessions of the user end, and the next login has to change it',
      permission: 'administer',
      params,
      answer: Type.Object({ user: User, password: Type.String() }),
    },
    delete: {
      method: 'DELETE',
      path: '/api/v1/users/:id',
      summary: 'Remove a user with sessions and tokens',
      permission: 'administer',
      params,
      answer: Type.Null(),
      status: 204,
    },
  },
});
