import type { ComplianceItem, ControlResult } from '@breakwater/model';
import { foldStates } from '../evaluate-standard.ts';

/**
 * Keeps what a run is about. Everything is judged first, since objects speak of one another; what is not meant is left out of the answer. A control that is
 * left with nothing is `not-applicable`, with `reason`.
 */
export function narrowResults(
  results: readonly ControlResult[],
  isMeant: (subject: ComplianceItem['subject']) => boolean,
  reason: string,
): readonly ControlResult[] {
  return results.map(control => {
    const items = control.items.filter(({ subject }) => isMeant(subject));
    if (items.length === control.items.length) return control;
    return { ...control, state: foldStates(items), items, reason: items.length === 0 ? reason : control.reason };
  });
}
