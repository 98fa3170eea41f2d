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
import { type WorkloadFindingRecord, workloadFindingsSource } from './store.ts';

export function createWorkloadsFeature({ query, catalogue }: ServerContext): Feature {
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
