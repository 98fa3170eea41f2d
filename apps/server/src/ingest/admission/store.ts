import { createHash } from 'node:crypto';
import type { AdmissionDecision } from '@breakwater/protocol';
import { ensureDays, toDay } from '../../database/days/store.ts';
import type { EventStore } from '../event-store.ts';
import { toJsonRows } from '../json-rows.ts';

const PUT_OBJECTS = `
INSERT INTO admission_object (cluster, hash, day, body)
SELECT $1, hash, max(day), (array_agg(body))[1] FROM json_to_recordset($2::json) AS row (hash text, day date, body jsonb) GROUP BY hash
ON CONFLICT (cluster, hash) DO UPDATE SET day = greatest(admission_object.day, excluded.day)`;

/** What was counted further stands for what came before; deliveries may overtake each other. */
const PUT = `
INSERT INTO admission_decision (cluster, day, id, time, last_seen, operation, kind, sub_resource, namespace, name, username, controller, allowed, mode,
  broken_glass, policies, count, object_hash, body)
SELECT $1, day, id, time, last_seen, operation, kind, sub_resource, namespace, name, username, controller, allowed, mode,
  broken_glass, ARRAY(SELECT json_array_elements_text(policies)), count, object_hash, body
FROM json_to_recordset($2::json) AS row (day date, id text, time timestamptz, last_seen timestamptz, operation text, kind text, sub_resource text,
  namespace text, name text, username text, controller text, allowed boolean, mode text, broken_glass boolean, policies json, count integer,
  object_hash text, body jsonb)
ON CONFLICT (cluster, day, id) DO UPDATE SET last_seen = excluded.last_seen, count = excluded.count, body = excluded.body
WHERE excluded.count > admission_decision.count`;

export const admission: EventStore<'admission'> = {
  topics: ['admission'],
  put: async (client, cluster, events) => {
    // Of several about one id in a frame, one has counted furthest.
    const furthest = events.map(({ body }) => body).toSorted((a, b) => a.count - b.count);
    const rows = [...new Map(furthest.map(body => [body.id, toRow(body)])).values()];
    await ensureDays(client, 'admission_decision', new Set(rows.map(({ day }) => day)));
    const objects = rows
      .filter(({ object }) => object !== undefined)
      .map(({ object_hash, day, object }) => ({ hash: object_hash, day, body: object }));
    if (objects.length > 0) await client.query(PUT_OBJECTS, [cluster, toJsonRows(objects)]);
    await client.query(PUT, [cluster, toJsonRows(rows.map(({ object: _, ...row }) => row))]);
  },
};

function toRow({ object, ...decision }: AdmissionDecision) {
  const { id, time, lastSeen, operation, kind, subResource = '', namespace, name, generateName = '', user, controller, count } = decision;
  return {
    day: toDay(Date.parse(time)),
    id,
    time,
    last_seen: lastSeen,
    operation,
    kind: kind.kind,
    sub_resource: subResource,
    namespace,
    name: name === '' ? generateName : name,
    username: user.name,
    controller: controller === undefined ? '' : `${controller.kind} ${controller.name}`,
    allowed: decision.allowed,
    mode: decision.mode,
    broken_glass: decision.breakGlass !== undefined,
    policies: [...new Set(decision.policies.map(({ policy }) => policy))],
    count,
    object_hash: object === undefined ? '' : createHash('sha256').update(JSON.stringify(object)).digest('base64url'),
    body: decision,
    object,
  };
}
