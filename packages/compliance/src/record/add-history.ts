import type { ComplianceRecord, ControlResult, RecordedControl, RecordedItem } from '@breakwater/model';
import { toCanonicalJson } from './canonical-json.ts';
import { findCause, type RunFrame } from './find-cause.ts';
import { indexItems, toItemKey } from './item-key.ts';
import type { Sha256 } from './seal-record.ts';

/** A run that is being written down. */
export interface CurrentRun extends RunFrame {
  /** RFC 3339 UTC. */
  readonly finishedAt: string;
  readonly results: readonly ControlResult[];
}

/** Says of every item since when it is known and what it was in the run before of the same cluster, where there was one. */
export function addHistory(run: CurrentRun, before: ComplianceRecord | undefined, sha256: Sha256): readonly RecordedControl[] {
  const known = before === undefined ? new Map<string, RecordedItem>() : indexItems(before);
  return run.results.map(control => ({
    ...control,
    items: control.items.map(item => {
      const evidenceHash = sha256(toCanonicalJson(item.evidence));
      const earlier = known.get(toItemKey(item));
      return { ...item, evidenceHash, ...toHistory({ ...item, evidenceHash }, earlier, run, before) };
    }),
  }));
}

type History = Pick<RecordedItem, 'firstSeen' | 'since' | 'lastSeen' | 'change'>;

function toHistory(
  item: Pick<RecordedItem, 'check' | 'state' | 'evidenceHash'>,
  earlier: RecordedItem | undefined,
  run: CurrentRun,
  before: ComplianceRecord | undefined,
): History {
  const now = run.finishedAt;
  const wasSeen = item.state !== 'not-evaluated' && item.state !== 'error';
  const lastSeen = wasSeen ? now : earlier?.lastSeen;
  const seen = lastSeen === undefined ? {} : { lastSeen };
  if (earlier === undefined || before === undefined) return { firstSeen: now, since: now, ...seen };
  if (earlier.state === item.state) return { firstSeen: earlier.firstSeen, since: earlier.since, ...seen };
  const change = { from: earlier.state, cause: findCause({ before: earlier, after: item }, before, run) };
  return { firstSeen: earlier.firstSeen, since: now, ...seen, change };
}
