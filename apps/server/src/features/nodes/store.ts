import { sql } from 'kysely';
import type { Principal } from '../../access/principal.ts';
import { visible } from '../../access/visible.ts';
import type { ListSource } from '../../list/column.ts';
import { matchCluster, SEVERITY_COUNTS } from '../../views/clusters/store.ts';

export interface NodeRecord {
  readonly cluster: string;
  readonly clusterName: string;
  readonly name: string;
  readonly labels: Record<string, string>;
  readonly ready: boolean;
  readonly info: Readonly<Partial<Record<string, string>>>;
  readonly pods: number;
  readonly violations: number[];
}

const READY = sql`coalesce(o.raw #> '{status,conditions}' @> '[{"type": "Ready", "status": "True"}]', false)`;
const VERSION = sql`coalesce(o.raw #>> '{status,nodeInfo,kubeletVersion}', '')`;

export function nodesSource(principal: Principal): ListSource {
  return {
    from: sql`object AS o JOIN cluster AS c ON c.id = o.cluster AND c.removed_at IS NULL`,
    select: sql`o.cluster, c.name AS "clusterName", o.name, coalesce(o.raw #> '{metadata,labels}', '{}') AS labels, ${READY} AS ready,
      coalesce(o.raw #> '{status,nodeInfo}', '{}') AS info,
      (SELECT count(*) FROM object AS p WHERE p.kind = 'Pod' AND p.cluster = o.cluster AND p.raw #>> '{spec,nodeName}' = o.name) AS pods,
      (SELECT ${SEVERITY_COUNTS} FROM violation AS v WHERE v.cluster = o.cluster AND v.object_key = o.key AND v.resolved_at IS NULL
         AND v.state = 'fail') AS violations`,
    where: [sql<boolean>`o.kind = 'Node' AND o.api_version = 'v1'`, visible(principal, { cluster: sql`o.cluster` })],
    columns: {
      cluster: { value: sql`c.name`, where: matchCluster },
      name: { value: sql`o.name` },
      version: { value: VERSION },
      ready: { value: READY },
    },
    tie: [{ value: sql`o.cluster` }, { value: sql`o.key` }],
    defaultSort: 'name',
  };
}
