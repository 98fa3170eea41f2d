import type { Event } from '@breakwater/protocol';
import { ensureDays, toDay } from '../../database/days/store.ts';
import type { EventStore } from '../event-store.ts';
import { toJsonRows } from '../json-rows.ts';
import { toProgram, toSubject } from './to-subject.ts';

/** Different things of one type that one container is remembered by on a day; whatever comes beyond is counted under an empty name. */
export const MAX_SUBJECTS = 500;

/** What happened once does not change: one that comes again is there already, and is not counted again. */
const PUT = `
WITH put AS (
  INSERT INTO runtime_event (cluster, day, id, time, type, node, namespace, workload, pod, container, program, subject, body)
  SELECT $1, day, id, time, type, node, namespace, workload, pod, container, program, subject, body
  FROM json_to_recordset($2::json) AS row (day date, id text, time timestamptz, type text, node text, namespace text, workload text, pod text,
    container text, program text, subject text, body jsonb)
  ON CONFLICT DO NOTHING
  RETURNING day, namespace, workload, container, type, subject, time
), told AS (
  SELECT day, namespace, workload, container, type, subject, count(*) AS count, min(time) AS first_seen, max(time) AS last_seen
  FROM put WHERE subject <> '' AND (workload <> '' OR type = 'kube-audit') GROUP BY 1, 2, 3, 4, 5, 6
), many AS (
  SELECT DISTINCT t.day, t.namespace, t.workload, t.container, t.type, c.count FROM told AS t CROSS JOIN LATERAL (
    SELECT count(*) FROM runtime_activity AS a WHERE a.cluster = $1 AND a.day = t.day AND a.namespace = t.namespace AND a.workload = t.workload
      AND a.container = t.container AND a.type = t.type) AS c
), named AS (
  SELECT t.day, t.namespace, t.workload, t.container, t.type, t.count, t.first_seen, t.last_seen,
    CASE WHEN m.count + row_number() OVER (PARTITION BY t.day, t.namespace, t.workload, t.container, t.type ORDER BY t.subject) <= $3
      OR EXISTS (SELECT FROM runtime_activity AS a WHERE a.cluster = $1 AND a.day = t.day AND a.namespace = t.namespace AND a.workload = t.workload
        AND a.container = t.container AND a.type = t.type AND a.subject = t.subject) THEN t.subject ELSE '' END AS subject
  FROM told AS t JOIN many AS m USING (day, namespace, workload, container, type)
)
INSERT INTO runtime_activity AS a (cluster, day, namespace, workload, container, type, subject, count, first_seen, last_seen)
SELECT $1, day, namespace, workload, container, type, subject, sum(count), min(first_seen), max(last_seen) FROM named GROUP BY 2, 3, 4, 5, 6, 7
ORDER BY 2, 3, 4, 5, 6, 7
ON CONFLICT (cluster, day, namespace, workload, container, type, subject) DO UPDATE SET count = a.count + excluded.count,
  first_seen = least(a.first_seen, excluded.first_seen), last_seen = greatest(a.last_seen, excluded.last_seen)`;

/** Of images that were removed meanwhile nothing is kept. */
const PUT_USE = `
INSERT INTO package_use AS u (digest, purl, path, first_seen, last_seen)
SELECT g.digest, row.purl, min(row.path), min(row.time), max(row.time)
FROM json_to_recordset($1::json) AS row (digest text, purl text, path text, time timestamptz) JOIN image AS g ON g.digest = row.digest
GROUP BY 1, 2 ORDER BY 1, 2
ON CONFLICT (digest, purl) DO UPDATE SET first_seen = least(u.first_seen, excluded.first_seen), last_seen = greatest(u.last_seen, excluded.last_seen)`;

export const runtimeEvents: EventStore<'runtime'> = {
  topics: ['runtime'],
  put: async (client, cluster, events) => {
    const rows = events.map(toRow);
    const days = new Set(rows.map(({ day }) => day));
    await ensureDays(client, 'runtime_event', days);
    await ensureDays(client, 'runtime_activity', days);
    await client.query(PUT, [cluster, toJsonRows(rows), MAX_SUBJECTS]);
    const uses = events.flatMap(toUse);
    if (uses.length > 0) await client.query(PUT_USE, [toJsonRows(uses)]);
  },
};

function toUse({ time, body: { imageDigest, process } }: Extract<Event, { readonly type: 'runtime' }>): readonly object[] {
  if (imageDigest === undefined || process?.package === undefined) return [];
  return [{ digest: imageDigest, purl: process.package.slice(0, 500), path: toProgramPath(process.exe), time }];
}

function toProgramPath(exe: string): string {
  return exe.slice(0, 1000);
}

function toRow({ id, time, body }: Extract<Event, { readonly type: 'runtime' }>) {
  const { type, node, namespace = '', workload = '', pod = '', container = '' } = body;
  const [program, subject] = [toProgram(body), toSubject(body)];
  return { day: toDay(Date.parse(time)), id, time, type, node, namespace, workload, pod, container, program, subject, body };
}
