import type { Answer, baselines } from '@breakwater/api';
import { DeviationFinder, removeEntries } from '@breakwater/behavior';
import type { Principal } from '../../../access/principal.ts';
import type { ServerContext } from '../../../context.ts';
import { RequestError } from '../../../http/request-error.ts';
import { toDayRowId } from '../../../list/row-id.ts';
import type { WholeBaseline } from '../store.ts';
import { findOwners } from './find-owners.ts';
import { listLastEvents, MAX_PREVIEWED } from './store.ts';

const KEPT_MS = 7 * 86_400_000;
/** Deviations that are told one by one. */
const MAX_TOLD = 200;

/** Holds what a container did in the last days against its baseline, as if that were locked and without some entries. */
export async function previewBaseline(
  { query, analyst }: Pick<ServerContext, 'query' | 'analyst'>,
  principal: Principal,
  found: WholeBaseline,
  { remove = [], since = new Date(Date.now() - KEPT_MS).toISOString() }: { readonly remove?: readonly string[]; readonly since?: string },
): Promise<Answer<typeof baselines.endpoints.preview>> {
  if (Number.isNaN(Date.parse(since))) throw new RequestError('bad-request', `'${since}' is no time.`, 'As 2026-12-01T10:00:00Z.');
  const { baseline, unknown } = removeEntries(found.body, remove);
  if (unknown.length > 0)
    throw new RequestError(
      'bad-request',
      `The baseline has no entry '${unknown[0]}'.`,
      'Entries are lines of the baseline, as it is shown.',
    );
  const all = await listLastEvents(query, found, new Date(since).toISOString());
  const looked = all.slice(-MAX_PREVIEWED);
  const owners = await findOwners(
    analyst,
    principal,
    found.cluster,
    looked.map(({ event }) => event),
  );
  const finder = new DeviationFinder([baseline], address => owners.get(address));
  const ids = new Map(looked.map(({ day, key, event }) => [event.id, toDayRowId(found.cluster, day, key)] as const));
  for (const { event } of looked) finder.take(event);
  const deviations = finder
    .list()
    .toSorted((a, b) => (a.lastSeen < b.lastSeen ? 1 : -1))
    .slice(0, MAX_TOLD);
  return {
    deviations: deviations.map(({ verdict, detail, count, firstSeen, lastSeen, lastEvent }) => ({
      verdict,
      detail,
      count,
      firstSeen,
      lastSeen,
      event: ids.get(lastEvent) ?? '',
    })),
    events: looked.length,
    truncated: all.length > looked.length,
  };
}
