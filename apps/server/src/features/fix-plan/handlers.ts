import { fixPlan } from '@breakwater/api';
import type { FixDays } from '@breakwater/vulnerability';
import type { Principal } from '../../access/principal.ts';
import type { ServerContext } from '../../context.ts';
import { refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { toRowId } from '../../list/row-id.ts';
import { toSeverity } from '../../list/severity-counts.ts';
import { listPage, listValues, mentions } from '../../list/store.ts';
import { parseImageId, toImageId } from '../../views/findings/rows.ts';
import { listFormer, listOwned, listRebuilds, listRelatives } from './detail/store.ts';
import { readPlan } from './read-plan.ts';
import { sendRebuild } from './rebuild.ts';
import { findPlan, type PlanRecord, plansSource, readDays, storeDays } from './store.ts';

export function createFixPlanFeature(context: ServerContext): Feature {
  const { query } = context;
  const { list } = fixPlan.endpoints;

  const find = async (principal: Principal, id: string, days: FixDays): Promise<PlanRecord> => {
    const reference = parseImageId(id);
    return (reference === undefined ? undefined : await findPlan(query, principal, days, reference)) ?? refuseUnknown('plan');
  };

  return defineFeature(fixPlan, {
    list: async ({ principal, query: request }) => {
      const source = plansSource(principal, await readDays(query));
      const isOpen = mentions(request.filter, 'state', list.list)
        ? {}
        : { filter: [request.filter, 'state=open'].filter(Boolean).join(',') };
      const page = await listPage<PlanRecord>(query, list.list, { ...request, ...isOpen }, source);
      return { ...page, results: page.results.map(toPlanRow) };
    },
    values: async ({ principal, query: request }) => listValues(query, list.list, request, plansSource(principal, await readDays(query))),
    get: async ({ principal, params }) => {
      const days = await readDays(query);
      const found = await find(principal, params.id, days);
      const [plan, relatives, owned, former, rebuilds] = await Promise.all([
        readPlan(query, principal, found, days),
        listRelatives(query, principal, found.digest),
        listOwned(query, principal, found.reference),
        listFormer(query, found),
        listRebuilds(query, found.reference),
      ]);
      const toRelatives = (wanted: string) =>
        relatives.filter(({ relation }) => relation === wanted).map(({ reference }) => ({ id: toImageId(reference), reference }));
      return {
        ...toPlanRow(found),
        packages: [...plan.raises],
        removable: [...plan.removals],
        ...(plan.baseUpdate === undefined ? {} : { baseUpdate: plan.baseUpdate }),
        after: toRelatives('after'),
        before: toRelatives('before'),
        workloads: owned.map(({ key, ...one }) => ({ workload: toRowId(one.cluster, key), ...one })),
        history: [...former],
        rebuilds: [...rebuilds],
      };
    },
    rebuild: async ({ principal, params, body }) => {
      const days = await readDays(query);
      const { reference, digest } = await find(principal, params.id, days);
      const plan = await readPlan(query, principal, { reference, digest }, days);
      return sendRebuild(context, { principal, notifier: body.notifier, image: { reference, digest }, plan });
    },
    settings: () => readDays(query),
    change: async ({ body }) => {
      await storeDays(query, body);
      return readDays(query);
    },
  });
}

function toPlanRow({ severity, base, dueAt, closedAt, ...record }: PlanRecord) {
  return {
    id: toImageId(record.reference),
    ...record,
    severity: toSeverity(severity),
    ...(base === null ? {} : { base }),
    ...(dueAt === null ? {} : { dueAt }),
    ...(closedAt === null ? {} : { closedAt }),
  };
}
