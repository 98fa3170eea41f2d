import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The operating system account that PostgreSQL runs under. */
export interface PostgresAccount {
  readonly uid: number;
  readonly gid: number;
}

/** Accounts that are meant for this, best first; PostgreSQL's tools ask that the account has a name. */
const UNPRIVILEGED = ['breakwater', 'postgres', 'nobody'];

/**
 * PostgreSQL refuses to run as root: then another account is needed.
 *
 * @returns undefined when the current account will do
 */
export function chooseAccount(existingFolder: string): PostgresAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return readOwner(existingFolder) ?? findUnprivileged(readFileSync('/etc/passwd', 'utf8'));
}

/** A folder that has an owner already keeps it. */
function readOwner(folder: string): PostgresAccount | undefined {
  const status = statSync(folder, { throwIfNoEntry: false });
  return status === undefined || status.uid === 0 ? undefined : { uid: status.uid, gid: status.gid };
}

/** The best account named in the text of /etc/passwd. */
export function findUnprivileged(passwd: string): PostgresAccount | undefined {
  const rows = passwd.split('\n').map(line => line.split(':'));
  const row = UNPRIVILEGED.map(name => rows.find(fields => fields[0] === name)).find(found => found !== undefined);
  const [uid, gid] = [Number(row?.[2]), Number(row?.[3])];
  return Number.isInteger(uid) && Number.isInteger(gid) && uid > 0 ? { uid, gid } : undefined;
}

/** Whether that account may walk into a folder; every folder above it counts. */
export function mayEnter(folder: string, account: PostgresAccount | undefined): boolean {
  if (account === undefined) return true;
  const status = statSync(folder, { throwIfNoEntry: false });
  const bit = status === undefined ? 0 : status.uid === account.uid ? 0o100 : status.gid === account.gid ? 0o010 : 0o001;
  // A folder that is not there yet will be made by us, open to walk through.
  if (status !== undefined && (status.mode & bit) === 0) return false;
  return dirname(folder) === folder || mayEnter(dirname(folder), account);
}
