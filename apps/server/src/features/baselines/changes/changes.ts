import type { Answer, Body, baselines } from '@breakwater/api';
import { describeEvent } from '@breakwater/behavior';
import type { Event } from '@breakwater/model';
import { KNOWS_BASELINES } from '@breakwater/protocol';
import type { Principal } from '../../../access/principal.ts';
import type { Db } from '../../../database/connection.ts';
import { RequestError, refuseUnknown } from '../../../http/request-error.ts';
import { parseDayRowId } from '../../../list/row-id.ts';
import { readEvent } from '../../events/store.ts';
import { findCluster } from '../../responses/store.ts';
import type { WholeBaseline } from '../store.ts';
import { addChange, type ChangeRecord } from './store.ts';

type Wanted = Body<typeof baselines.endpoints.change>;

/** Keeps what somebody wants of a baseline for its sensor. Throws RequestError for what makes no sense, or what the sensor cannot do. */
export async function requestChange(db: Db, principal: Principal, found: WholeBaseline, wanted: Wanted): Promise<void> {
  const { change, entries = [], events = [], reason } = wanted;
  const isOfEntries = change === 'remove' || change === 'allow';
  if (isOfEntries !== entries.length + events.length > 0 || (change === 'remove' && events.length > 0))
    throw new RequestError('bad-request', toFault(change), 'Entries are lines of the baseline, as it is shown.');
  await requireSensor(db, principal, found);
  const seen = await Promise.all(events.map(id => findEvent(db, principal, found, id)));
  const whole = { subject: found.body.subject, change, entries, events: seen, by: principal.person };
  await addChange(db, found, whole, reason);
}

export function toChange({ body, finishedAt, ...record }: ChangeRecord): Answer<typeof baselines.endpoints.get>['changes'][number] {
  const { change, entries, events } = body;
  return { ...record, change, entries, events: events.map(describeEvent), ...(finishedAt === null ? {} : { finishedAt }) };
}

async function requireSensor(db: Db, principal: Principal, { cluster, clusterName }: WholeBaseline): Promise<void> {
  const target = (await findCluster(db, principal, cluster)) ?? refuseUnknown('cluster');
  if (target.capabilities.includes(KNOWS_BASELINES)) return;
  throw new RequestError(
    'conflict',
    `The sensor of '${clusterName}' is of a release that changes no baselines.`,
    'Bring it to the release of the server.',
  );
}

/** Of this container: what another one did is nothing to be allowed here. */
async function findEvent(
  db: Db,
  principal: Principal,
  { cluster, namespace, workload, container }: WholeBaseline,
  id: string,
): Promise<Event> {
  const place = parseDayRowId(id);
  const found = place === undefined ? undefined : await readEvent(db, principal, place);
  if (found === undefined) return refuseUnknown('event');
  if (found.cluster === cluster && found.namespace === namespace && found.workload === workload && found.container === container)
    return found.event;
  throw new RequestError('bad-request', 'The event is of another container.', 'Allow it in the baseline of that one.');
}

function toFault(change: Wanted['change']): string {
  if (change === 'remove') return 'To take out: which entries?';
  return change === 'allow' ? 'To allow: which entries, or which events?' : `To ${change} is of the whole baseline, not of entries.`;
}
