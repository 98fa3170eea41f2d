import { isPermitted, PERMISSIONS, session } from '@breakwater/api';
import type { Principal } from '../../access/principal.ts';
import type { ServerContext } from '../../context.ts';
import type { Db } from '../../database/connection.ts';
import { RequestError } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { createPassword, hashPassword, verifyPassword } from '../../security/password.ts';
import { createSecret } from '../../security/secret.ts';
import {
  addFirstAccount,
  addSession,
  endOtherSessions,
  endSession,
  findAccount,
  findBySession,
  hasAccounts,
  replaceUnusedPassword,
  setPassword,
} from './store.ts';
import { checkAttempt, rememberFailure, rememberSuccess } from './throttle.ts';

const SESSION_SECONDS = 12 * 60 * 60;
const FIRST_NAME = 'admin';

/**
 * Makes the first administrator on the first start and gives the password then, and only then.
 *
 * @param mayReplace whether a password that was never used is replaced by a new one: who lost it starts the server again. Not where several
 *   servers share a database, since each would take the password of the one before.
 */
export async function createFirstAccount(db: Db, mayReplace: boolean): Promise<string | undefined> {
  const isFirst = !(await hasAccounts(db));
  if (!isFirst && !mayReplace) return undefined;
  const password = createPassword();
  const passwordHash = await hashPassword(password);
  const done = isFirst ? await addFirstAccount(db, FIRST_NAME, passwordHash) : await replaceUnusedPassword(db, passwordHash);
  return done ? password : undefined;
}

export function createSessionFeature({ query }: ServerContext): Feature {
  return defineFeature(session, {
    get: ({ principal }) => toMe(principal),
    create: async ({ body, address, session: cookie }) => {
      const name = body.name.trim().toLowerCase();
      await checkAttempt(query, name, address);
      const account = await findAccount(query, name);
      if (!(await verifyPassword(account?.passwordHash, body.password)) || account === undefined) {
        await rememberFailure(query, name, address);
        throw new RequestError('wrong-credentials', 'Name or password is wrong.');
      }
      await rememberSuccess(query, name, address);
      const secret = createSecret();
      await addSession(query, account.id, secret, address, SESSION_SECONDS);
      cookie.set(secret, SESSION_SECONDS);
      const principal = await findBySession(query, secret);
      if (principal === undefined) throw new RequestError('wrong-credentials', 'The account was removed just now.');
      return toMe(principal);
    },
    delete: async ({ session: cookie }) => {
      if (cookie.secret !== undefined) await endSession(query, cookie.secret);
      cookie.clear();
      return null;
    },
    changePassword: async ({ principal, body, address, session: cookie }) => {
      if (principal.type !== 'user') throw new RequestError('forbidden', 'A token has no password.');
      await checkAttempt(query, principal.name, address);
      const account = await findAccount(query, principal.name);
      if (!(await verifyPassword(account?.passwordHash, body.current))) {
        await rememberFailure(query, principal.name, address);
        throw new RequestError('wrong-credentials', 'The current password is wrong.');
      }
      if (body.next === body.current) throw new RequestError('bad-request', 'The new password is the old one.');
      await setPassword(query, principal.id, await hashPassword(body.next));
      await endOtherSessions(query, principal.id, cookie.secret ?? '');
      return null;
    },
  });
}

function toMe({ id, name, role, scope, mustChangePassword, passwordReset }: Principal): {
  id: string;
  name: string;
  role: Principal['role'];
  scope: Principal['scope'];
  permissions: (typeof PERMISSIONS)[number][];
  mustChangePassword: boolean;
  passwordReset: boolean;
} {
  const permissions = PERMISSIONS.filter(permission => isPermitted(role, permission));
  return { id, name, role, scope, permissions, mustChangePassword, passwordReset };
}
