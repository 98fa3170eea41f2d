import { type Answer, admission } from '@breakwater/api';
import type { Language } from '../../catalogue/catalogue.ts';
import type { ServerContext } from '../../context.ts';
import { refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { parseDayRowId, toDayRowId } from '../../list/row-id.ts';
import { listPage, listValues } from '../../list/store.ts';
import { matchOneCluster } from '../../views/clusters/store.ts';
import { readStatus } from './status/read-status.ts';
import { type DecisionDetail, type DecisionRecord, decisionsSource, readDecision, readSummary } from './store.ts';

export function createAdmissionFeature(context: ServerContext): Feature {
  const { query } = context;
  const fields = admission.endpoints.list.list;
  return defineFeature(admission, {
    list: async ({ principal, query: request }) => {
      const page = await listPage<DecisionRecord>(query, fields, request, decisionsSource(principal));
      return { ...page, results: page.results.map(toRow) };
    },
    values: ({ principal, query: request }) => listValues(query, fields, request, decisionsSource(principal)),
    get: async ({ principal, params: { id }, language }) => {
      const place = parseDayRowId(id);
      const detail = place === undefined ? undefined : await readDecision(query, principal, place);
      return detail === undefined ? refuseUnknown('decision') : toDetail(detail, language);
    },
    summary: async ({ principal, query: { cluster, days = 7 } }) => {
      const summary = await readSummary(query, principal, days, matchOneCluster(cluster));
      return { days, ...structuredClone(summary) } as Answer<typeof admission.endpoints.summary>;
    },
    status: async ({ principal }) => ({ results: await readStatus(context, principal) }),
  });
}

function toRow({ day, key, policies, ...record }: DecisionRecord) {
  return { ...record, policies: [...policies], id: toDayRowId(record.cluster, day, key) };
}

function toDetail({ body, object, ...record }: DecisionDetail, language: Language) {
  const { user, dryRun, revision, durationMs, policies, notEvaluated, breakGlass } = body;
  return {
    ...toRow(record),
    groups: user.groups,
    dryRun,
    revision,
    milliseconds: durationMs,
    decided: policies.map(({ ja, message, ...policy }) => ({ ...policy, message: language === 'ja' ? (ja ?? message) : message })),
    notEvaluated,
    ...(breakGlass === undefined ? {} : { glass: breakGlass }),
    ...(object === null ? {} : { object }),
  };
}
