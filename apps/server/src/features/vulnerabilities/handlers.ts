import { vulnerabilities } from '@breakwater/api';
import type { Principal } from '../../access/principal.ts';
import type { ServerContext } from '../../context.ts';
import { refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { listPage, listValues, mentions } from '../../list/store.ts';
import { toExceptionRow } from '../../views/exceptions/rows.ts';
import { listExceptionsOf } from '../../views/exceptions/store.ts';
import { type AffectedImageRecord, type AffectedWorkloadRecord, affectedImagesSource, affectedWorkloadsSource } from './affected/store.ts';
import { listTold } from './detail/store.ts';
import { Instructions } from './instructions.ts';
import { toAffectedImage, toAffectedWorkload, toTold, toVulnerabilityRow } from './rows.ts';
import { findVulnerability, PLACE_FIELDS, placesSource, type VulnerabilityRecord, vulnerabilitiesSource } from './store.ts';

export function createVulnerabilitiesFeature({ query }: ServerContext): Feature {
  const { list, images, workloads } = vulnerabilities.endpoints;
  const instructions = new Instructions(query);

  const find = async (principal: Principal, id: string): Promise<VulnerabilityRecord> =>
    (id.includes('\0') ? undefined : await findVulnerability(query, principal, id)) ?? refuseUnknown('vulnerability');

  return defineFeature(vulnerabilities, {
    list: async ({ principal, query: request }) => {
      const source = vulnerabilitiesSource(principal, !mentions(request.filter, 'state', list.list));
      const page = await listPage<VulnerabilityRecord>(query, list.list, request, source);
      return { ...page, results: page.results.map(toVulnerabilityRow) };
    },
    values: ({ principal, query: request }) => {
      const source = PLACE_FIELDS.has(request.field) ? placesSource(principal) : vulnerabilitiesSource(principal, false);
      return listValues(query, list.list, request, source);
    },
    get: async ({ principal, params }) => {
      const found = await find(principal, params.id);
      const [told, exceptions] = await Promise.all([
        listTold(query, principal, found.id),
        listExceptionsOf(query, principal, [found.id, ...found.aliases]),
      ]);
      return { ...toVulnerabilityRow(found), ...toTold(found.id, found.aliases, told), exceptions: exceptions.map(toExceptionRow) };
    },
    images: async ({ principal, params, query: request }) => {
      const { id } = await find(principal, params.id);
      const source = affectedImagesSource(principal, id);
      const page = await listPage<AffectedImageRecord>(query, images.list, request, source);
      await instructions.read(page.results.map(({ digest }) => digest));
      return { ...page, results: page.results.map(row => toAffectedImage(row, instructions.find(row.digest, row.layer))) };
    },
    workloads: async ({ principal, params, query: request }) => {
      const { id } = await find(principal, params.id);
      const source = affectedWorkloadsSource(principal, id);
      const page = await listPage<AffectedWorkloadRecord>(query, workloads.list, request, source);
      return { ...page, results: page.results.map(toAffectedWorkload) };
    },
  });
}
