import { type Answer, type Body, isPermitted, responses } from '@breakwater/api';
import type { ResponseRecord, ResponseTarget } from '@breakwater/model';
import { KNOWS_RESPONSES } from '@breakwater/protocol';
import { isCovered } from '../../access/covers.ts';
import type { Principal } from '../../access/principal.ts';
import { countOtherApprovers, nameClusters } from '../../access/store.ts';
import { refuseWithoutWhole } from '../../access/visible.ts';
import type { ServerContext } from '../../context.ts';
import { RequestError, refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { listPage, listValues } from '../../list/store.ts';
import {
  addResponse,
  askUndo,
  createId,
  decide,
  findCluster,
  findResponse,
  type ResponseRowRecord,
  responsesSource,
  type TargetCluster,
} from './store.ts';

/** What nobody has begun by then is not begun any more: the world has moved on. */
const VALID_MS = 3_600_000;

export function createResponsesFeature({ query }: ServerContext): Feature {
  const find = async (principal: Principal, id: string): Promise<ResponseRowRecord> =>
    (await findResponse(query, principal, id)) ?? refuseUnknown('response');

  const requirePending = async (principal: Principal, id: string): Promise<ResponseRowRecord> => {
    const found = await find(principal, id);
    if (found.state === 'pending-approval') return found;
    throw new RequestError('conflict', `The response is '${found.state}' already.`, 'Ask for it again if it is still wanted.');
  };
  const settle = async (
    principal: Principal,
    found: ResponseRowRecord,
    step: Parameters<typeof decide>[2],
  ): Promise<Answer<typeof responses.endpoints.get>> => {
    if (!(await decide(query, found, step))) throw new RequestError('conflict', 'Somebody else has decided just now.', 'Look at it again.');
    return toDetail(await find(principal, found.id));
  };

  return defineFeature(responses, {
    list: async ({ principal, query: request }) => {
      const page = await listPage<ResponseRowRecord>(query, responses.endpoints.list.list, request, responsesSource(principal));
      return { ...page, results: page.results.map(toRow) };
    },
    values: ({ principal, query: request }) => listValues(query, responses.endpoints.list.list, request, responsesSource(principal)),
    get: async ({ principal, params }) => toDetail(await find(principal, params.id)),
    request: async ({ principal, body }) => {
      const cluster = await requireTarget(principal, body);
      const record = toRecord(principal, body, Date.now());
      await addResponse(query, cluster.id, record);
      return toDetail(await find(principal, record.request.id));
    },
    approve: async ({ principal, params, body }) => {
      const found = await requirePending(principal, params.id);
      const isOwn = found.requester === principal.person;
      if (isOwn && (await countOtherApprovers(query, principal.person)) > 0)
        throw new RequestError('forbidden', 'Nobody approves what they asked for.', 'Ask another administrator.');
      const { request } = found.body;
      const approved = { ...request, approvedBy: principal.person, expiresAt: toTime(Date.now() + VALID_MS) };
      const record: ResponseRecord = {
        ...found.body,
        request: approved,
        state: 'approved',
        message: `approved: ${body.reason}`.slice(0, 2000),
      };
      return settle(principal, found, { record, approver: principal.person, selfApproved: isOwn });
    },
    refuse: async ({ principal, params, body }) => {
      const found = await requirePending(principal, params.id);
      const message = `${principal.person}: ${body.reason}`.slice(0, 2000);
      const refusals = [{ guard: 'approval', message }];
      const record: ResponseRecord = { ...found.body, state: 'refused', message, refusals, finishedAt: toTime(Date.now()) };
      return settle(principal, found, { record, approver: principal.person, selfApproved: false });
    },
    undo: async ({ principal, params, body }) => {
      const found = await find(principal, params.id);
      if (await askUndo(query, found, { by: principal.person, reason: body.reason })) return toDetail(await find(principal, params.id));
      throw new RequestError('conflict', describeNoUndo(found), 'Look at its steps: what was ended cannot be brought back.');
    },
  });

  async function requireTarget(
    principal: Principal,
    { cluster: id, target }: Body<typeof responses.endpoints.request>,
  ): Promise<TargetCluster> {
    const cluster = (await findCluster(query, principal, id)) ?? refuseUnknown('cluster');
    await requireScope(principal, cluster, target);
    if (cluster.capabilities.includes(KNOWS_RESPONSES)) return cluster;
    throw new RequestError(
      'conflict',
      `The sensor of '${cluster.name}' has no port for a responder.`,
      'Start it with --role-port, and a responder beside it: breakwater responder.',
    );
  }

  async function requireScope(principal: Principal, cluster: TargetCluster, target: ResponseTarget): Promise<void> {
    if (target.namespace === '') return refuseWithoutWhole(principal);
    const wanted = { clusters: [cluster.id], namespaces: [target.namespace] };
    if (isCovered(wanted, await nameClusters(query, principal.scope))) return;
    throw new RequestError('forbidden', `Namespace '${target.namespace}' is outside of what you may see.`, 'Ask somebody who sees it.');
  }
}

function toRecord(principal: Principal, body: Body<typeof responses.endpoints.request>, now: number): ResponseRecord {
  const { action, target, params = {}, reason, dryRun = false, askApproval = false, undoAfterSeconds } = body;
  const mayAct = dryRun || (isPermitted(principal.role, 'respond') && !askApproval);
  return {
    request: {
      id: createId(),
      action,
      target,
      params,
      reason,
      requestedBy: { type: 'user', name: principal.person },
      dryRun,
      requestedAt: toTime(now),
      expiresAt: toTime(now + VALID_MS),
      ...(undoAfterSeconds === undefined ? {} : { undoAfterSeconds }),
    },
    revision: 0,
    state: mayAct ? 'approved' : 'pending-approval',
    message: mayAct ? 'it waits for the responder of the cluster' : 'it waits for approval',
    isUndoable: false,
    steps: [],
    warnings: [],
    refusals: [],
    evidence: [],
  };
}

function toRow(found: ResponseRowRecord): Answer<typeof responses.endpoints.list>['results'][number] {
  const { body, approver, ...row } = found;
  const { request, message, isUndoable } = body;
  return {
    ...row,
    action: request.action,
    ...(approver === null ? {} : { approver }),
    undoable: isUndoable && !row.undoing && (row.state === 'done' || row.state === 'failed'),
    reason: request.reason,
    message,
  };
}

function toDetail(found: ResponseRowRecord): Answer<typeof responses.endpoints.get> {
  return { ...toRow(found), record: found.body };
}

function describeNoUndo({ state, undoing, dryRun }: ResponseRowRecord): string {
  if (undoing) return 'It is being taken back already.';
  if (dryRun) return 'It was a dry run: nothing was changed.';
  return state === 'done' ? 'What it did cannot be taken back.' : `The response is '${state}': there is nothing to take back.`;
}

function toTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
