import { type Body, exceptions } from '@breakwater/api';
import { isCovered } from '../../access/covers.ts';
import type { Principal } from '../../access/principal.ts';
import { countOtherApprovers, nameClusters } from '../../access/store.ts';
import type { ServerContext } from '../../context.ts';
import { readExpiry } from '../../http/expiry.ts';
import { RequestError, refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { isUuid } from '../../list/row-id.ts';
import { listPage, listValues } from '../../list/store.ts';
import { toExceptionRow } from '../../views/exceptions/rows.ts';
import { type ExceptionRecord, type ExceptionState, findException } from '../../views/exceptions/store.ts';
import { toImageId } from '../../views/findings/rows.ts';
import { toViolationRow } from '../../views/violations/rows.ts';
import { listAcceptedBy } from '../../views/violations/store.ts';
import { checkRequest } from './check-request.ts';
import { listCovered } from './covered/store.ts';
import { toHistory } from './history.ts';
import { addException, decide, exceptionsSource, listDecisions } from './store.ts';
import { writeVex } from './write-vex.ts';

interface Decision {
  readonly from: readonly ExceptionState[];
  readonly to: ExceptionState;
}

const APPROVE: Decision = { from: ['requested'], to: 'approved' };
const DENY: Decision = { from: ['requested'], to: 'denied' };
const END: Decision = { from: ['requested', 'approved'], to: 'ended' };

export function createExceptionsFeature({ query, catalogue, version }: ServerContext): Feature {
  const find = async (principal: Principal, id: string): Promise<ExceptionRecord> =>
    (isUuid(id) ? await findException(query, principal, id) : undefined) ?? refuseUnknown('exception');

  const settle = async (principal: Principal, id: string, decision: Decision, comment: string) => {
    const found = await find(principal, id);
    if (!decision.from.includes(found.state)) throw new RequestError('conflict', `The exception is '${found.state}' already.`);
    const isOwn = decision.to === 'approved' && found.requester === principal.person;
    if (isOwn && (await countOtherApprovers(query, principal.person)) > 0) {
      throw new RequestError('forbidden', 'Nobody approves what they asked for.', 'Ask another administrator.');
    }
    const step = { ...decision, by: principal.person, comment, selfApproved: isOwn };
    if (!(await decide(query, found.id, step)))
      throw new RequestError('conflict', 'Somebody else has decided just now.', 'Look at it again.');
    return toExceptionRow(await find(principal, id));
  };

  return defineFeature(exceptions, {
    list: async ({ principal, query: request }) => {
      const page = await listPage<ExceptionRecord>(query, exceptions.endpoints.list.list, request, exceptionsSource(principal));
      return { ...page, results: page.results.map(toExceptionRow) };
    },
    values: ({ principal, query: request }) => listValues(query, exceptions.endpoints.list.list, request, exceptionsSource(principal)),
    get: async ({ principal, params, language }) => {
      const record = await find(principal, params.id);
      const [decisions, accepted, covered, known] = await Promise.all([
        listDecisions(query, record.id),
        listAcceptedBy(query, principal, record.id),
        listCovered(query, principal, record.id),
        catalogue.read(),
      ]);
      return {
        ...toExceptionRow(record),
        history: toHistory(record, decisions),
        accepted: accepted.map(violation => toViolationRow(violation, known, language)),
        covered: covered.map(one => ({ image: toImageId(one.reference), ...one })),
      };
    },
    request: async ({ principal, body }) => {
      checkRequest(body, await catalogue.read());
      if (!isCovered(body.scope, await nameClusters(query, principal.scope))) {
        throw new RequestError(
          'forbidden',
          'The exception reaches beyond what you may see.',
          'Name clusters and namespaces of your scope.',
        );
      }
      const id = await addException(query, { ...toException(body), requester: principal.person });
      return toExceptionRow(await find(principal, id));
    },
    vex: ({ principal, query: { image }, setFileName }) => writeVex({ query, version }, principal, image, setFileName),
    approve: ({ principal, params, body }) => settle(principal, params.id, APPROVE, body.comment),
    deny: ({ principal, params, body }) => settle(principal, params.id, DENY, body.comment),
    end: ({ principal, params, body }) => settle(principal, params.id, END, body.comment),
  });
}

function toException({ target, scope, reason, expiry, until, vexStatus }: Body<typeof exceptions.endpoints.request>) {
  return { target, scope, reason, expiry: readExpiry(expiry), until, ...(vexStatus === undefined ? {} : { vexStatus }) };
}
