import type { ComplianceItem, ControlResult, Exception } from '@breakwater/model';
import { foldStates } from '../evaluate-standard.ts';

/** Accepts what an exception covers; a control whose findings are all accepted is accepted. Passing and unseen items are left as they are. */
export function acceptItems(
  results: readonly ControlResult[],
  find: (item: ComplianceItem) => Exception | undefined,
): readonly ControlResult[] {
  return results.map(control => {
    const items = control.items.map(item => acceptItem(item, find));
    return items.every((item, index) => item === control.items[index]) ? control : { ...control, state: foldStates(items), items };
  });
}

function acceptItem(item: ComplianceItem, find: (item: ComplianceItem) => Exception | undefined): ComplianceItem {
  if (item.state !== 'fail' && item.state !== 'review' && item.state !== 'inconsistent') return item;
  const exception = find(item);
  return exception === undefined ? item : { ...item, state: 'accepted', exception };
}
