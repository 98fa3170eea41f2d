import type { ResponseRecord, ResponseRequest } from '@breakwater/model';
import { type CommandInput, UsageError } from '../command.ts';
import { type DirectResponder, openDirect } from './open-direct.ts';
import { describeTarget } from './render-record.ts';
import { createId } from './respond-options.ts';
import type { ListedResponse, Outcome, Responses, Wanted } from './responses.ts';

const MOST = 500;

/** Responses with one's own rights, and a journal on this machine. Throws UsageError when the cluster cannot be reached. */
export async function openDirectResponses(input: CommandInput): Promise<Responses> {
  const direct = await openDirect(input);
  const respond = async (wanted: Wanted, dryRun: boolean): Promise<Outcome> =>
    toOutcome(direct, await direct.responder.respond(toRequest(wanted, direct.user, dryRun)));
  return {
    cluster: direct.cluster,
    asksApproval: false,
    plan: wanted => respond(wanted, true),
    act: wanted => respond(wanted, false),
    read: async id => ({ record: direct.journal.read(id)?.record ?? refuseUnknown(id), cluster: direct.cluster }),
    undo: async (id, reason) => {
      const record = await direct.responder.undo(id, { type: 'user', name: direct.user }, reason).catch(refuse);
      return { record, notes: [] };
    },
    list: async withDryRuns => {
      await direct.responder.look();
      const records = direct.journal.listNewest(MOST).map(({ record }) => record);
      const results = records.filter(({ request }) => withDryRuns || !request.dryRun).map(toListed);
      return { results, total: results.length };
    },
    close: () => direct.close(),
  };
}

function toRequest(wanted: Wanted, user: string, dryRun: boolean): ResponseRequest {
  return { ...wanted, id: createId(), requestedBy: { type: 'user', name: user }, dryRun, requestedAt: new Date().toISOString() };
}

function toOutcome({ evidence }: DirectResponder, record: ResponseRecord): Outcome {
  const notes = record.evidence.length === 0 ? [] : [`evidence lies in ${evidence.toFolder(record.request.id)}`];
  return { record, notes };
}

function toListed(record: ResponseRecord): ListedResponse {
  const { request, state, reverted, message } = record;
  const shown = reverted === undefined ? state : `${state}, reverted`;
  return {
    id: request.id,
    requestedAt: request.requestedAt,
    action: request.action,
    target: describeTarget(request.target),
    state: request.dryRun ? 'dry run' : shown,
    by: request.requestedBy.name,
    reason: request.reason,
    message: reverted?.message ?? message,
  };
}

function refuseUnknown(id: string): never {
  throw new UsageError(`there is no response ${id} in the journal of this machine: \`breakwater respond list\` prints them`);
}

/** What cannot be taken back is said, and is no fault of ours. */
function refuse(cause: unknown): never {
  if (cause instanceof Error && cause.name === 'ResponderError') throw new UsageError(cause.message);
  throw cause;
}
