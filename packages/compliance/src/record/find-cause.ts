import type { ChangeCause, ComplianceRecord, RecordedItem, State } from '@breakwater/model';
import { toCanonicalJson } from './canonical-json.ts';

/** Name under which attestations decide controls. */
export const ATTESTATION = 'attestation';

/** What a run was: all that tells why it says something else than another. */
export type RunFrame = Pick<ComplianceRecord, 'scope' | 'content'>;

/** One thing as two runs found it; what one of them did not speak of is absent. */
export interface ItemPair {
  readonly before?: Pick<RecordedItem, 'check' | 'state' | 'evidenceHash'> | undefined;
  readonly after?: Pick<RecordedItem, 'check' | 'state' | 'evidenceHash'> | undefined;
}

const UNSEEN: ReadonlySet<State> = new Set(['not-evaluated', 'error']);

/** Why two runs say different things of one object. */
export function findCause({ before, after }: ItemPair, from: RunFrame, to: RunFrame): ChangeCause {
  const check = after?.check ?? before?.check ?? '';
  if (check === ATTESTATION) return 'attestation';
  if (before === undefined || after === undefined) return findPresenceCause(check, from, to);
  if ((before.state === 'accepted') !== (after.state === 'accepted')) return 'exception';
  if (UNSEEN.has(before.state) !== UNSEEN.has(after.state)) return 'source';
  const isSame = before.evidenceHash === after.evidenceHash;
  return isSame && from.content.deciders[check] !== to.content.deciders[check] ? 'content' : 'cluster';
}

/** Why only one of two runs speaks of something: it was not asked, not meant, or not there. */
function findPresenceCause(check: string, from: RunFrame, to: RunFrame): ChangeCause {
  if (from.content.deciders[check] === undefined || to.content.deciders[check] === undefined) return 'content';
  return toCanonicalJson(from.scope) === toCanonicalJson(to.scope) ? 'cluster' : 'scope';
}
