import { type AdmissionReplica, REPLICA_SILENT_SECONDS } from '@breakwater/protocol';
import { sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import type { Db } from '../../database/connection.ts';
import { CLUSTER_STATE } from '../clusters/store.ts';

/** A replica of admission as it stands now; `heardAt` is when its sensor was last asked by it. */
export interface KnownReplica extends Omit<AdmissionReplica, 'silentSeconds'> {
  readonly heardAt: string;
  readonly silent: boolean;
}

/** The replicas of one cluster that were ever heard of and not forgotten since. */
export interface ClusterReplicas {
  readonly cluster: string;
  /** Whether the cluster's sensor is there: without it nobody knows of its replicas. */
  readonly isKnown: boolean;
  /** Whether the API server has a webhook that asks it; undefined where webhooks are not known. */
  readonly isRegistered: boolean | undefined;
  readonly replicas: readonly KnownReplica[];
}

interface Row {
  readonly cluster: string;
  readonly state: string;
  readonly registered: boolean | null;
  readonly replicas: readonly AdmissionReplica[];
  /** Milliseconds since 1970 at which they were told. */
  readonly toldAt: number;
  readonly now: number;
}

/** Whoever writes a webhook by hand names us in it, be it the service or the address that is asked. */
const REGISTERED = sql`CASE WHEN c.synced_at IS NULL OR EXISTS (SELECT FROM problem AS p WHERE p.cluster = c.id AND p.code = 'kind-unreadable'
    AND p.source ILIKE '%validatingwebhookconfiguration%') THEN NULL
  ELSE EXISTS (SELECT FROM object AS o WHERE o.cluster = c.id AND o.key LIKE 'admissionregistration.k8s.io/ValidatingWebhookConfiguration/%'
    AND o.raw::text ILIKE '%breakwater%') END`;

/** Admission of the clusters of which a principal sees at least a part, where any was heard of; by cluster. */
export async function readReplicas(db: Db, principal: Principal): Promise<ReadonlyMap<string, ClusterReplicas>> {
  const { rows } = await sql<Row>`SELECT c.id AS cluster, ${CLUSTER_STATE} AS state, c.replicas, ${REGISTERED} AS registered,
      extract(epoch FROM c.replicas_at)::float8 * 1000 AS "toldAt", extract(epoch FROM now())::float8 * 1000 AS now
    FROM cluster AS c WHERE c.removed_at IS NULL AND c.replicas_at IS NOT NULL
      AND ${visible(principal, { cluster: sql`c.id` }, true)}`.execute(db);
  return new Map(rows.map(row => [row.cluster, toClusterReplicas(row)]));
}

function toClusterReplicas({ cluster, state, registered, replicas, toldAt, now }: Row): ClusterReplicas {
  return {
    cluster,
    isKnown: state === 'connected' || state === 'syncing',
    isRegistered: registered ?? undefined,
    replicas: replicas.map(({ silentSeconds, ...replica }) => {
      const heard = toldAt - silentSeconds * 1000;
      return { ...replica, heardAt: new Date(heard).toISOString(), silent: now - heard > REPLICA_SILENT_SECONDS * 1000 };
    }),
  };
}

/** When the last one of them was heard of, in a cluster whose sensor is there and hears none; undefined in any other. */
export function readSilence({ isKnown, replicas }: ClusterReplicas): string | undefined {
  if (!isKnown || replicas.some(({ silent }) => !silent)) return undefined;
  return replicas
    .map(({ heardAt }) => heardAt)
    .toSorted()
    .at(-1);
}
