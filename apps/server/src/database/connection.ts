import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

export type { ClientBase, Pool } from 'pg';

/** Queries with types; a transaction is one, too. */
export type Db = Kysely<Tables>;
