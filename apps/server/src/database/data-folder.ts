import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseError } from './errors.ts';
import { chooseAccount, mayEnter, type PostgresAccount } from './postgres-account.ts';

/** Longest path of a Unix socket is 107 bytes; `/.s.PGSQL.5432` is added to the folder. */
const MAX_SOCKET_FOLDER = 90;
/** Where the database goes when its account may not enter the folders above the data folder, as below /root. */
const SHARED_STATE = '/var/lib/breakwater';

/** Where the parts of the embedded database lie. */
export interface DataFolder {
  readonly account: PostgresAccount | undefined;
  readonly root: string;
  readonly cluster: string;
  readonly socket: string;
  readonly password: string;
}

/** Makes the folders and the password on the first start, and finds them on every other. */
export function prepareDataFolder(dataDir: string): DataFolder {
  mkdirSync(dataDir, { recursive: true });
  const inside = join(dataDir, 'postgres');
  const account = chooseAccount(inside);
  const root = mayEnter(inside, account) ? inside : join(SHARED_STATE, createHash('sha256').update(dataDir).digest('hex').slice(0, 16));
  mkdirSync(dirname(root), { recursive: true, mode: 0o755 });
  mkdirSync(root, { recursive: true });
  chmodSync(root, 0o700);
  own(root, account);
  return { account, root, cluster: join(root, 'data'), socket: prepareSocket(root, account), password: readPassword(dataDir) };
}

function own(path: string, account: PostgresAccount | undefined): void {
  if (account !== undefined) chownSync(path, account.uid, account.gid);
}

function prepareSocket(root: string, account: PostgresAccount | undefined): string {
  const inside = join(root, 'run');
  if (Buffer.byteLength(inside) > MAX_SOCKET_FOLDER) {
    const outside = mkdtempSync(join(tmpdir(), 'breakwater-'));
    own(outside, account);
    return outside;
  }
  mkdirSync(inside, { recursive: true, mode: 0o700 });
  own(inside, account);
  return inside;
}

function readPassword(dataDir: string): string {
  const file = join(dataDir, 'postgres-password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

/** The password in a file that the account can read; gone when `use` is through. */
export async function withPasswordFile<T>(folder: DataFolder, use: (file: string) => Promise<T>): Promise<T> {
  const file = join(folder.root, 'initial-password');
  writeFileSync(file, folder.password, { mode: 0o600 });
  own(file, folder.account);
  try {
    return await use(file);
  } finally {
    rmSync(file, { force: true });
  }
}

/**
 * Files of one major version are not readable by another.
 *
 * @throws DatabaseError `data-folder-version`
 */
export function checkDataVersion(folder: DataFolder, major: string): void {
  const found = readFileSync(join(folder.cluster, 'PG_VERSION'), 'utf8').trim();
  if (found === major) return;
  throw new DatabaseError(
    'data-folder-version',
    `the data in ${folder.cluster} is of PostgreSQL ${found}, this release brings ${major}; dump and restore it, or use an empty data folder`,
  );
}
