import { type Body, baseImages } from '@breakwater/api';
import type { ServerContext } from '../../context.ts';
import { readExpiry } from '../../http/expiry.ts';
import { RequestError, refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { isUuid } from '../../list/row-id.ts';
import { listPage } from '../../list/store.ts';
import { round, toFindingCounts, toImageId } from '../../views/findings/rows.ts';
import { seesEverything } from '../../views/findings/store.ts';
import { type SeenRecord, seenSource } from './seen/store.ts';
import { type ApprovalRecord, addApproval, approvalsSource, deleteApproval, findApproval, updateApproval } from './store.ts';

export function createBaseImagesFeature({ query }: ServerContext): Feature {
  const { list, seen } = baseImages.endpoints;
  const find = async (id: string): Promise<ApprovalRecord> =>
    (isUuid(id) ? await findApproval(query, id) : undefined) ?? refuseUnknown('approval');
  return defineFeature(baseImages, {
    list: async ({ query: request }) => {
      const page = await listPage<ApprovalRecord>(query, list.list, request, approvalsSource);
      return { ...page, results: page.results.map(toApproval) };
    },
    create: async ({ principal, body }) => {
      checkPattern(body.pattern);
      const id = await addApproval(query, { ...toValues(body), approvedBy: principal.person });
      if (id === undefined) throw refuseTwice(body.pattern);
      return toApproval(await find(id));
    },
    update: async ({ principal, params, body }) => {
      const { pattern, reason, rescanDays, expiry, id } = await find(params.id);
      checkPattern(body.pattern ?? pattern);
      // An end that has come does not stand in the way of other changes; only a new one is looked at.
      const values = { ...toValues({ pattern, reason, rescanDays, ...body }), ...(body.expiry === undefined ? { expiry } : {}) };
      if (!(await updateApproval(query, id, { ...values, approvedBy: principal.person }))) throw refuseTwice(values.pattern);
      return toApproval(await find(id));
    },
    delete: async ({ params }) => {
      if (!isUuid(params.id) || !(await deleteApproval(query, params.id))) refuseUnknown('approval');
      return null;
    },
    seen: async ({ principal, query: request }) => {
      const page = await listPage<SeenRecord>(query, seen.list, request, seenSource(principal));
      return { ...page, results: page.results.map(record => toSeen(record, seesEverything(principal))) };
    },
  });
}

function toValues({ pattern, reason, rescanDays, expiry }: Body<typeof baseImages.endpoints.create>) {
  return { pattern, reason, rescanDays, expiry: readExpiry(expiry ?? undefined) ?? null };
}

/** An asterisk at the end alone would approve everything. Throws RequestError. */
function checkPattern(pattern: string): void {
  if (/^[^\s*]+\*?$/.test(pattern)) return;
  throw new RequestError(
    'bad-request',
    'body.pattern: it is no beginning of a name.',
    'Write it as registry.example/base/ or debian:12; an asterisk may stand at its end.',
  );
}

function refuseTwice(pattern: string): RequestError {
  return new RequestError('conflict', `'${pattern}' is approved already.`, 'Change that approval.');
}

function toApproval({ expiry, ...record }: ApprovalRecord) {
  return { ...record, ...(expiry === null ? {} : { expiry }) };
}

/** @param isWhole whether the person may see images that nobody runs */
function toSeen(record: SeenRecord, isWhole: boolean) {
  const { name, digest, methods, images, workloads, reference, newestDigest, newer, matched, risk, state } = record;
  const { approval: id, approvedBy, expiry } = record;
  return {
    ...{ name, digest, methods, images, workloads, newer, state },
    ...(reference !== null && isWhole ? { image: toImageId(reference) } : {}),
    ...(newestDigest === null ? {} : { newestDigest }),
    ...(matched ? { risk: round(risk), vulnerabilities: toFindingCounts(record) } : {}),
    ...(id === null ? {} : { approval: { id, by: approvedBy ?? '', ...(expiry === null ? {} : { expiry }) } }),
  };
}
