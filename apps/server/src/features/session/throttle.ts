import type { Db } from '../../database/connection.ts';
import { RequestError } from '../../http/request-error.ts';
import { addFailure, countFailures, forgetFailures } from './store.ts';

/** Failures are forgotten after this. */
const MEMORY_MS = 60 * 60_000;
const MAX_WAIT_MS = 15 * 60_000;

/**
 * Who tries: the name from one address (a person who mistypes), all names from one address (a guesser), one name from anywhere (many
 * guessers). The last may fail often before it waits, since otherwise anybody could lock a person out.
 */
const SUBJECTS = [
  { free: 5, key: (name: string, address: string) => `name ${name} from ${address}` },
  { free: 30, key: (_name: string, address: string) => `address ${address}` },
  { free: 200, key: (name: string, _address: string) => `name ${name}` },
] as const;

/**
 * Whether another attempt may be made now.
 *
 * @throws RequestError `too-many-requests`
 */
export async function checkAttempt(db: Db, name: string, address: string, now = Date.now()): Promise<void> {
  const failures = await countFailures(db, toKeys(name, address), new Date(now - MEMORY_MS));
  for (const { free, key } of SUBJECTS) {
    const found = failures.get(key(name, address));
    if (found === undefined) continue;
    const wait = found.lastAt + toWait(found.count, free) - now;
    if (wait <= 0) continue;
    throw new RequestError('too-many-requests', 'Too many logins have failed.', `Try again in ${Math.ceil(wait / 1000)} s.`);
  }
}

export async function rememberFailure(db: Db, name: string, address: string): Promise<void> {
  await addFailure(db, toKeys(name, address), new Date(Date.now() - MEMORY_MS));
}

export async function rememberSuccess(db: Db, name: string, address: string): Promise<void> {
  await forgetFailures(db, SUBJECTS[0].key(name, address));
}

/** Nothing for the first ones, then a second that doubles. */
export function toWait(failures: number, free: number): number {
  return failures < free ? 0 : Math.min(1000 * 2 ** Math.min(failures - free, 20), MAX_WAIT_MS);
}

function toKeys(name: string, address: string): readonly string[] {
  return SUBJECTS.map(({ key }) => key(name, address));
}
