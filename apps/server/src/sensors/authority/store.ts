import { createAuthority, type KeyPair } from '@breakwater/daemon';
import type { Pool } from '../../database/connection.ts';
import type { Seal } from '../../security/seal.ts';

const NAME = 'sensor-authority';
const DAYS = 3650;

interface Stored {
  readonly certificate: string;
  readonly key: string;
}

/** The installation's certificate authority, made on the first start; of several servers that start at once one wins. */
export async function loadAuthority(pool: Pool, seal: Seal): Promise<KeyPair> {
  const found = await read(pool, seal);
  if (found !== undefined) return found;
  const { key, certificate } = await createAuthority('Breakwater sensors', DAYS);
  const value: Stored = { certificate, key: seal.close(key) };
  await pool.query('INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING', [NAME, JSON.stringify(value)]);
  const stored = await read(pool, seal);
  if (stored === undefined) throw new Error('the certificate authority was stored and is not there');
  return stored;
}

async function read(pool: Pool, seal: Seal): Promise<KeyPair | undefined> {
  const { rows } = await pool.query<{ value: Stored }>('SELECT value FROM setting WHERE name = $1', [NAME]);
  const [row] = rows;
  return row === undefined ? undefined : { certificate: row.value.certificate, key: seal.open(row.value.key) };
}
