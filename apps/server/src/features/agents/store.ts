import { AGENT_SILENT_SECONDS, type KnownAgent } from '@breakwater/protocol';
import { sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import type { Db } from '../../database/connection.ts';

/** The agents of a cluster as they stand now, with its nodes. */
export interface ClusterAgents {
  readonly cluster: string;
  readonly clusterName: string;
  readonly nodes: readonly string[];
  readonly agents: readonly (Omit<KnownAgent, 'silentSeconds'> & { readonly heardAt: string; readonly silent: boolean })[];
}

interface Row extends Pick<ClusterAgents, 'cluster' | 'clusterName' | 'nodes'> {
  readonly agents: readonly KnownAgent[] | null;
  /** Milliseconds since 1970 at which they were told, and now. */
  readonly toldAt: number | null;
  readonly now: number;
}

/** Of the clusters of which a principal sees all; agents watch nodes, which belong to no namespace. */
export async function readAgents(db: Db, principal: Principal): Promise<readonly ClusterAgents[]> {
  const { rows } =
    await sql<Row>`SELECT c.id AS cluster, c.name AS "clusterName", c.agents, extract(epoch FROM c.agents_at)::float8 * 1000 AS "toldAt",
      extract(epoch FROM now())::float8 * 1000 AS now,
      ARRAY(SELECT o.name FROM object AS o WHERE o.cluster = c.id AND o.kind = 'Node' AND o.api_version = 'v1' ORDER BY o.name) AS nodes
    FROM cluster AS c WHERE c.removed_at IS NULL AND ${visible(principal, { cluster: sql`c.id` })} ORDER BY c.name, c.id`.execute(db);
  return rows.map(({ agents, toldAt, now, ...row }) => ({
    ...row,
    agents: (agents ?? []).map(({ silentSeconds, ...agent }) => {
      const heard = (toldAt ?? 0) - silentSeconds * 1000;
      return { ...agent, heardAt: new Date(heard).toISOString(), silent: now - heard > AGENT_SILENT_SECONDS * 1000 };
    }),
  }));
}
