import { createLog } from '@breakwater/daemon';
import { RESPONSE_ACTIONS, type ResponseRequest } from '@breakwater/model';
import { onTestFinished } from 'vitest';
import { createFolder } from '../../testing/folder.ts';
import { EvidenceStore } from '../evidence/evidence-store.ts';
import { GUARD_DEFAULTS, type GuardSettings } from '../guards.ts';
import { type Journal, openJournalFile } from '../journal.ts';
import { Responder, type ResponderOptions } from '../responder.ts';
import type { FakeCluster } from './fake-cluster.ts';

export const NOW = Date.parse('2026-12-01T10:00:00Z');
export const SETTINGS: GuardSettings = { ...GUARD_DEFAULTS, actions: RESPONSE_ACTIONS, ownNamespace: 'breakwater' };

export function toRequest(change: Partial<ResponseRequest> & Pick<ResponseRequest, 'action' | 'target'>): ResponseRequest {
  return {
    id: 'r1',
    params: {},
    reason: 'because',
    requestedBy: { type: 'user', name: 'ann' },
    dryRun: false,
    requestedAt: '2026-12-01T10:00:00.000Z',
    ...change,
  };
}

/** A journal that is closed when the test ends. */
export function createJournal(): Journal {
  const journal = openJournalFile(':memory:');
  onTestFinished(() => journal.close());
  return journal;
}

export function createResponder(edge: FakeCluster, options: Partial<ResponderOptions> = {}): { responder: Responder; journal: Journal } {
  const journal = options.journal ?? createJournal();
  const responder = new Responder({
    edge,
    journal,
    evidence: new EvidenceStore(createFolder()),
    settings: SETTINGS,
    log: createLog('silent'),
    now: () => NOW,
    patienceMs: 0,
    retryMs: 0,
    ...options,
  });
  onTestFinished(() => responder.stop());
  return { responder, journal };
}
