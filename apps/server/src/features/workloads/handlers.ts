import { workloads } from '@breakwater/api';
import type { ServerContext } from '../../context.ts';
import { refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { parseRowId } from '../../list/row-id.ts';
import { listPage, listValues, mentions } from '../../list/store.ts';
import { toFindingRow, toImageId } from '../../views/findings/rows.ts';
import { toViolationRow } from '../../views/violations/rows.ts';
import { listViolationsOf } from '../../views/violations/store.ts';
import { toWorkloadRow } from '../../views/workloads/rows.ts';
import { findWorkload, type WorkloadRecord, workloadsSource } from '../../views/workloads/store.ts';
import { compareWorkload } from './replicas/compare-workload.ts';
import { type WorkloadFindingRecord, workloadFindingsSource } from './store.ts';
import { buildTimeline } from './timeline/build-timeline.ts';
import { listDoings, listStarts, listViolationMoments } from './timeline/store.ts';

const HOUR_MS = 3_600_000;

export function createWorkloadsFeature({ query, catalogue, analyst }: ServerContext): Feature {
  return defineFeature(workloads, {
    list: async ({ principal, query: request }) => {
      const page = await listPage<WorkloadRecord>(query, workloads.endpoints.list.list, request, workloadsSource(principal));
      return { ...page, results: page.results.map(toWorkloadRow) };
    },
    values: ({ principal, query: request }) => listValues(query, workloads.endpoints.list.list, request, workloadsSource(principal)),
    get: async ({ principal, params, language }) => {
      const place = parseRowId(params.id);
      const found = place === undefined ? undefined : await findWorkload(query, principal, place);
      const { summary, object, ...record } = found ?? refuseUnknown('workload');
      const rows = await listViolationsOf(query, record.cluster, record.key);
      const known = await catalogue.read();
      const views = rows.map(row => toViolationRow(row, known, language));
      return {
        ...toWorkloadRow(record),
        summary,
        openViolations: views.filter(({ state }) => state !== 'accepted'),
        acceptedViolations: views.filter(({ state }) => state === 'accepted'),
        ...(object === null ? {} : { object }),
      };
    },
    replicas: async ({ principal, params, query: { hours = 1 } }) => {
      const place = parseRowId(params.id);
      const found = place === undefined ? undefined : await findWorkload(query, principal, place);
      return compareWorkload({ query, analyst }, principal, found ?? refuseUnknown('workload'), hours);
    },
    timeline: async ({ principal, params, query: { hours = 24 } }) => {
      const row = parseRowId(params.id);
      const { cluster, key, namespace, kind, name } =
        (row === undefined ? undefined : await findWorkload(query, principal, row)) ?? refuseUnknown('workload');
      const since = new Date(Date.now() - hours * HOUR_MS).toISOString();
      const place = { cluster, namespace, workload: `${kind}/${name}` };
      const starts = await listStarts(query, place, since);
      const [doings, violations] = [await listDoings(query, place, since), await listViolationMoments(query, { cluster, key }, since)];
      return { moments: [...buildTimeline({ cluster, starts, doings, violations, since })] };
    },
    vulnerabilities: async ({ principal, params, query: request }) => {
      const place = parseRowId(params.id);
      const found = place === undefined ? undefined : await findWorkload(query, principal, place);
      const { list } = workloads.endpoints.vulnerabilities;
      const source = workloadFindingsSource(found ?? refuseUnknown('workload'), !mentions(request.filter, 'state', list));
      const page = await listPage<WorkloadFindingRecord>(query, list, request, source);
      return { ...page, results: page.results.map(toWorkloadFinding) };
    },
  });
}

function toWorkloadFinding({ container, reference, digest, ...finding }: WorkloadFindingRecord) {
  return { container, image: toImageId(reference), reference, digest, ...toFindingRow(finding) };
}
