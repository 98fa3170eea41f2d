import { users } from '@breakwater/api';
import { checkScope } from '../../access/check-scope.ts';
import type { ServerContext } from '../../context.ts';
import { RequestError, refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { isUuid } from '../../list/row-id.ts';
import { listPage } from '../../list/store.ts';
import { createPassword, hashPassword } from '../../security/password.ts';
import { addUser, deleteUser, findUser, keepAdministrator, replacePassword, type UserRow, updateUser, usersSource } from './store.ts';

export function createUsersFeature({ query }: ServerContext): Feature {
  const get = async (id: string): Promise<UserRow> => (isUuid(id) ? await findUser(query, id) : undefined) ?? refuseUnknown('user');
  return defineFeature(users, {
    list: async call => {
      const page = await listPage<UserRow>(query, users.endpoints.list.list, call.query, usersSource);
      return { ...page, results: page.results.map(toUser) };
    },
    create: async ({ body }) => {
      checkScope(body.role, body.scope);
      const password = createPassword();
      const name = body.name.trim().toLowerCase();
      const id = await addUser(query, { ...body, name, passwordHash: await hashPassword(password) });
      if (id === undefined) throw new RequestError('conflict', `There is a user '${name}' already.`);
      return { user: toUser(await get(id)), password };
    },
    update: async ({ params, body }) => {
      const user = await get(params.id);
      checkScope(body.role ?? user.role, body.scope ?? user.scope);
      if (!(await keepAdministrator(query, db => updateUser(db, user.id, body)))) throw refuseLast();
      return toUser(await get(user.id));
    },
    resetPassword: async ({ params, principal }) => {
      const user = await get(params.id);
      if (user.name === principal.person) {
        throw new RequestError('conflict', 'Nobody resets their own password.', 'Change it instead, or ask another administrator.');
      }
      const password = createPassword();
      await replacePassword(query, user.name, await hashPassword(password));
      return { user: toUser(user), password };
    },
    delete: async ({ params, principal }) => {
      const user = await get(params.id);
      if (user.name === principal.person) throw new RequestError('conflict', 'Nobody removes themselves.', 'Ask another administrator.');
      if (!(await keepAdministrator(query, db => deleteUser(db, user)))) throw refuseLast();
      return null;
    },
  });
}

function refuseLast(): RequestError {
  return new RequestError('conflict', 'No administrator would be left.', 'Make another user an administrator first.');
}

function toUser({ id, name, role, scope, createdAt, lastLoginAt }: UserRow) {
  return { id, name, role, scope, createdAt, ...(lastLoginAt === null ? {} : { lastLoginAt }) };
}
