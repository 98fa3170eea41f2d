import { sql } from 'kysely';
import type { Principal } from '../../../access/principal.ts';
import { visible } from '../../../access/visible.ts';
import type { ObservedRow } from '../../../analysis/questions/observed.ts';
import type { Db } from '../../../database/connection.ts';

/** Ends that are told apart; of more those that were used most. */
const MAX_ROWS = 5000;
/** As `formatEndpoint` writes it: `10.0.0.2:5432/tcp`, `[fd00::1]:443/tcp`. */
const ENDPOINT = /^(?:\[([^\]]+)\]|([^[\]]+)):(\d{1,5})\/(\w+)$/;

interface Row extends Pick<ObservedRow, 'namespace' | 'workload' | 'count' | 'firstSeen' | 'lastSeen'> {
  readonly subject: string;
}

/** Connections that workloads opened in the last days, as far as a principal may see them. */
export async function listObserved(db: Db, principal: Principal, cluster: string, days: number): Promise<readonly ObservedRow[]> {
  const { rows } = await sql<Row>`
    SELECT a.namespace, a.workload, a.subject, sum(a.count)::float8 AS count, min(a.first_seen) AS "firstSeen", max(a.last_seen) AS "lastSeen"
    FROM runtime_activity AS a
    WHERE a.cluster = ${cluster} AND a.type = 'connect' AND a.subject <> '' AND a.workload <> '' AND a.day > current_date - ${days}::integer
      AND ${visible(principal, { cluster: sql`a.cluster`, namespace: sql`a.namespace` })}
    GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3 LIMIT ${MAX_ROWS}`.execute(db);
  return rows.flatMap(({ subject, ...row }) => {
    const [, long, short, port, protocol = ''] = ENDPOINT.exec(subject) ?? [];
    const address = long ?? short;
    return address === undefined ? [] : [{ ...row, address, port: Number(port), protocol }];
  });
}
