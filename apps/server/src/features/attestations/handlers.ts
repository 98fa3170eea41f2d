import { attestations } from '@breakwater/api';
import { builtInStandards } from '../../catalogue/catalogue.ts';
import type { ServerContext } from '../../context.ts';
import { readExpiry } from '../../http/expiry.ts';
import { RequestError, refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { isUuid } from '../../list/row-id.ts';
import { listPage } from '../../list/store.ts';
import { type AttestationRecord, addAttestation, attestationsSource, deleteAttestation } from './store.ts';

export function createAttestationsFeature({ query }: ServerContext): Feature {
  return defineFeature(attestations, {
    list: async ({ query: request }) => {
      const page = await listPage<AttestationRecord>(query, attestations.endpoints.list.list, request, attestationsSource);
      return { ...page, results: page.results.map(({ id, body }) => ({ id, ...body })) };
    },
    create: async ({ principal, body }) => {
      const standard = builtInStandards.find(({ id }) => id === body.framework);
      if (!standard?.controls.some(({ id }) => id === body.control))
        throw new RequestError('bad-request', `body.control: ${body.framework} has no control '${body.control}'.`);
      const validUntil = readExpiry(body.validUntil, Date.now()) ?? body.validUntil;
      const attestation = { ...body, validUntil, by: principal.person, at: new Date().toISOString() };
      return { id: await addAttestation(query, attestation), ...attestation };
    },
    delete: async ({ params }) => {
      if (!isUuid(params.id) || !(await deleteAttestation(query, params.id))) refuseUnknown('attestation');
      return null;
    },
  });
}
