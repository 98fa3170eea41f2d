import type { ComplianceItem, ComplianceRecord, RecordedItem } from '@breakwater/model';
import { ATTESTATION } from './find-cause.ts';

/**
 * What an item is about, whichever control asks: benchmarks number the same question anew. An attestation is of one control, and is about that.
 */
export function toItemKey({
  framework,
  control,
  check,
  subject,
}: Pick<ComplianceItem, 'framework' | 'control' | 'check' | 'subject'>): string {
  const { kind, namespace = '', name, container = '', node = '' } = subject;
  const asked = check === ATTESTATION ? [framework, control] : [];
  return JSON.stringify([check, ...asked, kind, namespace, name, container, node]);
}

/** Everything that a run speaks of: controls that ask the same share one entry. */
export function indexItems({ results }: Pick<ComplianceRecord, 'results'>): ReadonlyMap<string, RecordedItem> {
  const items = new Map<string, RecordedItem>();
  for (const { items: own } of results) {
    for (const item of own) {
      const key = toItemKey(item);
      const known = items.get(key);
      // One check may say several things of one object: the gravest is what it says.
      if (known === undefined || rank(item) < rank(known)) items.set(key, item);
    }
  }
  return items;
}

const GRAVITY: readonly string[] = ['fail', 'error', 'not-evaluated', 'inconsistent', 'review', 'manual', 'accepted', 'pass'];

function rank({ state }: RecordedItem): number {
  const found = GRAVITY.indexOf(state);
  return found < 0 ? GRAVITY.length : found;
}
