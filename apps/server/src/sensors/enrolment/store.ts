import type { EnrolRequest } from '@breakwater/protocol';
import { CHANNEL, type Change } from '../../changes/change.ts';
import type { Pool } from '../../database/connection.ts';
import { hashSecret } from '../../security/secret.ts';

type Cluster = EnrolRequest['cluster'];

/** Keeps a join token, by its hash. */
export async function addJoinToken(
  pool: Pool,
  token: { readonly name: string; readonly secret: string; readonly createdBy: string; readonly expiresAt: Date },
): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    'INSERT INTO join_token (name, hash, created_by, expires_at) VALUES ($1, $2, $3, $4) RETURNING id',
    [token.name, hashSecret(token.secret), token.createdBy, token.expiresAt],
  );
  return rows[0]?.id ?? '';
}

/** What became of a join token, where it cannot be used. */
export type TokenState = 'unknown' | 'used' | 'expired';

/**
 * Uses up a join token and makes the cluster known (again), both or neither.
 *
 * @returns why the token cannot be used; undefined when it was
 */
export async function redeemJoinToken(pool: Pool, secret: string, cluster: Cluster, certificateEnd: Date): Promise<TokenState | undefined> {
  const { rows } = await pool.query<{ redeemed: boolean }>(REDEEM, [
    hashSecret(secret),
    cluster.id,
    cluster.name,
    cluster.type,
    certificateEnd,
    CHANNEL,
    JSON.stringify({ cluster: cluster.id, topics: ['cluster'] } satisfies Change),
  ]);
  return rows.length > 0 ? undefined : findTokenState(pool, secret);
}

const REDEEM = `
WITH token AS (
  UPDATE join_token SET used_at = now(), cluster = $2 WHERE hash = $1 AND used_at IS NULL AND expires_at > now() RETURNING id
), known AS (
  INSERT INTO cluster (id, name, type, certificate_expires_at) SELECT $2, $3, $4, $5 FROM token
  ON CONFLICT (id) DO UPDATE SET
    name = excluded.name, type = excluded.type, certificate_expires_at = excluded.certificate_expires_at, removed_at = NULL
  RETURNING id
)
SELECT true AS redeemed, pg_notify($6, $7) FROM known`;

/** What became of a join token that could not be used. */
export async function findTokenState(pool: Pool, secret: string): Promise<TokenState> {
  const { rows } = await pool.query<{ used: boolean }>('SELECT used_at IS NOT NULL AS used FROM join_token WHERE hash = $1', [
    hashSecret(secret),
  ]);
  const [token] = rows;
  if (token === undefined) return 'unknown';
  return token.used ? 'used' : 'expired';
}

/** A cluster has a certificate of its own until then. False when it is not known or was removed. */
export async function renewCertificate(pool: Pool, cluster: string, certificateEnd: Date): Promise<boolean> {
  const { rowCount } = await pool.query('UPDATE cluster SET certificate_expires_at = $2 WHERE id = $1 AND removed_at IS NULL', [
    cluster,
    certificateEnd,
  ]);
  return rowCount === 1;
}
