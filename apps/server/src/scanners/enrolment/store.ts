import { CHANNEL, type Change } from '../../changes/change.ts';
import type { Pool } from '../../database/connection.ts';
import { hashSecret } from '../../security/secret.ts';

const REDEEM = `
WITH token AS (
  UPDATE join_token SET used_at = now(), cluster = 'scanner:' || $2::text WHERE hash = $1 AND used_at IS NULL AND expires_at > now() RETURNING id
), known AS (
  INSERT INTO scanner (id, name, certificate_expires_at) SELECT $2::uuid, $3, $4 FROM token RETURNING id
)
SELECT true AS redeemed, pg_notify($5, $6) FROM known`;

/** Uses up a join token and makes the scanner known, both or neither. False when the token cannot be used. */
export async function redeemScannerToken(
  pool: Pool,
  secret: string,
  scanner: { readonly id: string; readonly name: string },
  certificateEnd: Date,
): Promise<boolean> {
  const change: Change = { topics: ['scanner'] };
  const values = [hashSecret(secret), scanner.id, scanner.name, certificateEnd, CHANNEL, JSON.stringify(change)];
  const { rows } = await pool.query(REDEEM, values);
  return rows.length > 0;
}

/** It has a certificate of its own until then. False when it is not known any more. */
export async function renewScanner(pool: Pool, id: string, certificateEnd: Date): Promise<boolean> {
  const { rowCount } = await pool.query('UPDATE scanner SET certificate_expires_at = $2 WHERE id = $1', [id, certificateEnd]);
  return rowCount === 1;
}
