import type { Attestation } from '@breakwater/model';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/connection.ts';
import type { ListSource } from '../../list/column.ts';

export interface AttestationRecord {
  readonly id: string;
  readonly body: Attestation;
}

const SELECT: RawBuilder<unknown> = sql`a.id, a.body`;

export const attestationsSource: ListSource = {
  from: sql`attestation AS a`,
  select: SELECT,
  where: [],
  columns: {
    framework: { value: sql`a.framework` },
    control: { value: sql`a.control` },
    by: { value: sql`a.person` },
    at: { value: sql`a.at` },
    validUntil: { value: sql`a.valid_until` },
  },
  tie: [{ value: sql`a.id`, cast: 'uuid' }],
  defaultSort: '-at',
};

export async function addAttestation(db: Db, body: Attestation): Promise<string> {
  const { framework, control, by, at, validUntil } = body;
  const { rows } = await sql<{ id: string }>`
    INSERT INTO attestation (framework, control, person, at, valid_until, body)
    VALUES (${framework}, ${control}, ${by}, ${at}::timestamptz, ${validUntil}::timestamptz, ${JSON.stringify(body)}::jsonb) RETURNING id`.execute(
    db,
  );
  return rows[0]?.id ?? '';
}

export async function deleteAttestation(db: Db, id: string): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`DELETE FROM attestation WHERE id = ${id}::uuid`.execute(db);
  return numAffectedRows > 0n;
}
