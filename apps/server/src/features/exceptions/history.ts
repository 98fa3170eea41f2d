import type { Answer, exceptions } from '@breakwater/api';
import type { ExceptionRecord } from '../../views/exceptions/store.ts';
import type { DecisionRecord } from './store.ts';

type Entry = Answer<typeof exceptions.endpoints.get>['history'][number];

const EVENTS: Readonly<Record<string, Entry['event']>> = {
  'exceptions.approve': 'approved',
  'exceptions.deny': 'denied',
  'exceptions.end': 'ended',
};

/** What became of an exception, the newest first. Decisions come from the audit; where it does not go back that far, the last one from the exception. */
export function toHistory(record: ExceptionRecord, decisions: readonly DecisionRecord[]): Entry[] {
  const decided = decisions.flatMap(({ action, at, by, comment }) => {
    const event = EVENTS[action];
    return event === undefined ? [] : [{ at, event, by, comment }];
  });
  const asked: Entry = { at: record.requestedAt, event: 'requested', by: record.requester, comment: record.reason };
  return [...listEnd(record), ...(decided.length > 0 ? decided : listLast(record)), asked];
}

function listEnd({ state, expiry }: ExceptionRecord): Entry[] {
  return state === 'expired' && expiry !== null ? [{ at: expiry, event: 'expired', by: '', comment: '' }] : [];
}

function listLast({ state, decidedAt, approver, comment }: ExceptionRecord): Entry[] {
  if (decidedAt === null) return [];
  const event = state === 'denied' || state === 'ended' ? state : 'approved';
  return [{ at: decidedAt, event, by: event === 'approved' ? (approver ?? '') : '', comment }];
}
