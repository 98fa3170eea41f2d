import { Scope } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { PERMISSIONS, ROLES } from '../permissions.ts';
import { strict } from '../strict.ts';

export const Me = Type.Object({
  id: Type.String(),
  name: Type.String(),
  role: Type.Enum([...ROLES]),
  scope: Type.Unsafe<Scope>(Scope),
  permissions: Type.Array(Type.Enum([...PERMISSIONS])),
  mustChangePassword: Type.Boolean({ description: 'A password that was made for the first login is still in use' }),
  passwordReset: Type.Boolean({ description: 'Somebody else has set the password: everything else is refused before it is changed' }),
});

export const resource = defineResource({
  name: 'session',
  doc: 'Logging in and out, and who one is',
  endpoints: {
    get: { method: 'GET', path: '/api/v1/session', summary: 'Who is logged in', permission: 'self', answer: Me },
    create: {
      method: 'POST',
      path: '/api/v1/session',
      summary: 'Log in; the answer sets a cookie',
      permission: 'public',
      body: Type.Object({ name: Type.String({ maxLength: 200 }), password: Type.String({ maxLength: 1000 }) }, strict),
      answer: Me,
    },
    delete: { method: 'DELETE', path: '/api/v1/session', summary: 'Log out', permission: 'self', answer: Type.Null(), status: 204 },
    changePassword: {
      method: 'PUT',
      path: '/api/v1/session/password',
      summary: 'Change one’s own password; other sessions end',
      permission: 'self',
      body: Type.Object({ current: Type.String({ maxLength: 1000 }), next: Type.String({ minLength: 12, maxLength: 1000 }) }, strict),
      answer: Type.Null(),
      status: 204,
    },
  },
});
