import { violations } from '@breakwater/api';
import type { ServerContext } from '../../context.ts';
import { refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { toKnownValues } from '../../list/known-values.ts';
import { isUuid } from '../../list/row-id.ts';
import { listPage, listValues, mentions } from '../../list/store.ts';
import { toHistoryEntry, toResults, toViolationRow } from '../../views/violations/rows.ts';
import { findViolation, listHistory, type ViolationRecord, violationsSource } from '../../views/violations/store.ts';

type Event = 'opened' | 'updated' | 'accepted' | 'reopened' | 'resolved';

export function createViolationsFeature({ query, catalogue }: ServerContext): Feature {
  const { list: fields } = violations.endpoints.list;
  return defineFeature(violations, {
    list: async ({ principal, query: request, language }) => {
      const known = await catalogue.read();
      const source = violationsSource(principal, known, !mentions(request.filter, 'state', fields));
      const page = await listPage<ViolationRecord>(query, fields, request, source);
      return { ...page, results: page.results.map(record => toViolationRow(record, known, language)) };
    },
    values: async ({ principal, query: request }) => {
      const known = await catalogue.read();
      const source = violationsSource(principal, known, false);
      if (request.field !== 'category') return listValues(query, fields, request, source);
      return toKnownValues(
        known.policies.flatMap(({ categories }) => categories),
        request.text,
      );
    },
    get: async ({ principal, params, language }) => {
      const found = isUuid(params.id) ? await findViolation(query, principal, params.id) : undefined;
      const { more, ...detail } = found ?? refuseUnknown('violation');
      const known = await catalogue.read();
      const { rationale, remediation } = known.describe(detail.policy, language);
      const results = toResults(detail, known, language);
      const history = await listHistory(query, detail.id);
      return {
        ...toViolationRow(detail, known, language),
        results,
        more,
        rationale,
        remediation,
        history: history.map(entry => ({ ...toHistoryEntry(entry, detail, language), event: entry.event as Event })),
      };
    },
  });
}
