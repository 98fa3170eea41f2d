import type { Pool } from '../database/connection.ts';
import { Catalogue, type OwnPolicy } from './catalogue.ts';

interface Row {
  readonly revision: number;
  /** Null where the revision is the one that is known. */
  readonly own: readonly OwnPolicy[] | null;
}

const READ = `
SELECT revision, CASE WHEN revision = $1 THEN NULL ELSE (
  SELECT coalesce(json_agg(json_build_object('definition', definition, 'revision', revision, 'updatedBy', updated_by,
    'updatedAt', to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY id), '[]') FROM policy) END AS own
FROM policy_revision`;

/** Reads the catalogue as it is now; what people wrote is fetched only when something has changed, by whichever server. */
export class CatalogueReader {
  readonly #pool: Pool;
  #known = { revision: -1, catalogue: new Catalogue([]) };

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async read(): Promise<Catalogue> {
    const { rows } = await this.#pool.query<Row>(READ, [this.#known.revision]);
    const [row] = rows;
    if (row?.own !== undefined && row.own !== null) this.#known = { revision: row.revision, catalogue: new Catalogue(row.own) };
    return this.#known.catalogue;
  }
}
