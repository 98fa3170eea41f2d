import type { Db } from '../../database/connection.ts';
import type { Seal } from '../../security/seal.ts';
import { createSigningKey, type SigningKey } from '../signing.ts';

const NAME = 'compliance-key';

/** The key that signs the runs of this installation, made with the first; of several servers that start at once one wins. */
export async function loadSigningKey(db: Db, seal: Seal): Promise<SigningKey> {
  const found = await read(db, seal);
  if (found !== undefined) return found;
  const { privateKey, publicKey } = createSigningKey();
  const value = JSON.stringify({ publicKey, privateKey: seal.close(privateKey) });
  await db
    .insertInto('setting')
    .values({ name: NAME, value })
    .onConflict(conflict => conflict.column('name').doNothing())
    .execute();
  const stored = await read(db, seal);
  if (stored === undefined) throw new Error('the key of compliance was stored and is not there');
  return stored;
}

async function read(db: Db, seal: Seal): Promise<SigningKey | undefined> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', NAME).executeTakeFirst();
  if (row === undefined) return undefined;
  const { publicKey, privateKey } = row.value as unknown as SigningKey;
  return { publicKey, privateKey: seal.open(privateKey) };
}
