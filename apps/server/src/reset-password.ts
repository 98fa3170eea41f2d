import { join } from 'node:path';
import { openDatabase } from './database/open-database.ts';
import { addAudit } from './features/audit/store.ts';
import { listAdministratorNames, replacePassword } from './features/users/store.ts';
import type { ServerOptions } from './options.ts';
import { createPassword, hashPassword } from './security/password.ts';

/** A new password, or who there is where nobody has the name. */
export type ResetOutcome = { readonly password: string } | { readonly administrators: readonly string[] };

/**
 * Gives a user another password, for those who can reach the data but not log in. It opens nothing but the change of it.
 *
 * @throws DatabaseError, `data-folder-in-use` while a server runs on an embedded database
 */
export async function resetPassword(options: Pick<ServerOptions, 'databaseUrl' | 'dataDir' | 'log'>, user: string): Promise<ResetOutcome> {
  const { databaseUrl, dataDir, log } = options;
  const database = await openDatabase({
    ...(databaseUrl === undefined ? {} : { url: databaseUrl }),
    dataDir: join(dataDir, 'database'),
    log,
  });
  try {
    const { query } = database;
    const name = user.trim().toLowerCase();
    const password = createPassword();
    if (!(await replacePassword(query, name, await hashPassword(password)))) {
      return { administrators: await listAdministratorNames(query) };
    }
    const entry = { actor: 'command line', action: 'users.resetPassword', object: name, status: 200, address: '', detail: {} };
    await addAudit(query, entry);
    return { password };
  } finally {
    await database.close();
  }
}
