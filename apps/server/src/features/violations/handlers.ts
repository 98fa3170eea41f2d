import { violations } from '@breakwater/api';
import { describePolicy } from '../../catalogue/catalogue.ts';
import type { ServerContext } from '../../context.ts';
import { refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { isUuid } from '../../list/row-id.ts';
import { listPage, mentions } from '../../list/store.ts';
import { toViolationRow } from '../../views/violations/rows.ts';
import { findViolation, listHistory, type ViolationRecord, violationsSource } from '../../views/violations/store.ts';

type Event = 'opened' | 'updated' | 'accepted' | 'reopened' | 'resolved';

export function createViolationsFeature({ query }: ServerContext): Feature {
  const { list: fields } = violations.endpoints.list;
  return defineFeature(violations, {
    list: async ({ principal, query: request, language }) => {
      const source = violationsSource(principal, !mentions(request.filter, 'state', fields));
      const page = await listPage<ViolationRecord>(query, fields, request, source);
      return { ...page, results: page.results.map(record => toViolationRow(record, language)) };
    },
    get: async ({ principal, params, language }) => {
      const found = isUuid(params.id) ? await findViolation(query, principal, params.id) : undefined;
      const { results, more, ...record } = found ?? refuseUnknown('violation');
      const { rationale, remediation } = describePolicy(record.policy, language);
      const history = await listHistory(query, record.id);
      return {
        ...toViolationRow(record, language),
        results,
        more,
        rationale,
        remediation,
        history: history.map(entry => ({ ...entry, event: entry.event as Event })),
      };
    },
  });
}
