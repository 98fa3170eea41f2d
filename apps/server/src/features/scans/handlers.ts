import { scans } from '@breakwater/api';
import { parseImageReference } from '@breakwater/inventory';
import type { ServerContext } from '../../context.ts';
import { RequestError } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { listPage, listValues } from '../../list/store.ts';
import { PRIORITY } from '../../scanners/holder.ts';
import { isReference } from '../../scanners/is-reference.ts';
import { queuePulls } from '../../scanners/queue/store.ts';
import { findScan, type ScanRecord, scansSource } from './store.ts';

export function createScansFeature({ query, pool }: ServerContext): Feature {
  return defineFeature(scans, {
    list: async ({ principal, query: request }) => {
      const page = await listPage<ScanRecord>(query, scans.endpoints.list.list, request, scansSource(principal));
      return { ...page, results: page.results.map(toScan) };
    },
    values: ({ principal, query: request }) => listValues(query, scans.endpoints.list.list, request, scansSource(principal)),
    create: async ({ principal, body }) => {
      const { reference, platform } = body;
      if (!isReference(reference)) {
        throw new RequestError('bad-request', 'body.reference: it names no image.', 'Write it as registry.example/shop/cart:1.4.');
      }
      const { digest } = parseImageReference(reference);
      const exact = { ...(digest === '' ? {} : { digest }), ...(platform === undefined ? {} : { platform }) };
      const pull = { kind: 'inspect', reference, priority: PRIORITY.asked, requestedBy: principal.person, ...exact } as const;
      const [id] = await queuePulls(pool, [pull]);
      const scan = id === undefined ? undefined : await findScan(query, id);
      if (scan === undefined) throw new RequestError('internal', 'The scan was not queued.');
      return toScan(scan);
    },
  });
}

function toScan(record: ScanRecord) {
  const { id, kind, state, reference, registry, priority, attempts, createdAt, digest, platform, requestedBy, scanner } = record;
  const { phase, done, total, code, message, failedAt, nextAt, endedAt } = record;
  return {
    id,
    kind,
    state,
    reference,
    registry,
    priority,
    attempts,
    createdAt,
    ...(digest === '' ? {} : { digest }),
    ...(platform === '' ? {} : { platform }),
    ...(requestedBy === '' ? {} : { requestedBy }),
    ...(scanner === null ? {} : { scanner }),
    ...(state === 'running' && phase !== '' ? { progress: { phase, done, total } } : {}),
    ...(code === '' || failedAt === null ? {} : { error: { code, message, at: failedAt } }),
    ...(state === 'running' || state === 'done' ? {} : { nextAt }),
    ...(endedAt === null ? {} : { endedAt }),
  };
}
