import type { ChangeCause, ComplianceRecord, RecordedControl, RecordedItem, State } from '@breakwater/model';
import { findCause } from './find-cause.ts';
import { indexItems, toItemKey } from './item-key.ts';

/** One thing of which two runs say something else. */
export interface DriftItem {
  readonly check: string;
  readonly subject: RecordedItem['subject'];
  readonly severity: RecordedItem['severity'];
  /** Absent where the earlier run does not speak of it. */
  readonly from?: State;
  /** Absent where the later run does not speak of it any more. */
  readonly to?: State;
  readonly direction: 'worse' | 'better' | 'other';
  readonly cause: ChangeCause;
  /** What the later run says; where it says nothing, what the earlier one said. */
  readonly message: string;
  /** Controls that it decides, as `cis-1.12 1.2.15`. */
  readonly controls: readonly string[];
}

/** A control that two runs hold differently. */
export interface DriftControl {
  readonly framework: string;
  readonly control: string;
  readonly title: string;
  readonly from?: State;
  readonly to?: State;
}

export interface Drift {
  readonly items: readonly DriftItem[];
  readonly controls: readonly DriftControl[];
}

/** What a later run says otherwise than an earlier one. Verdicts are compared by check and object, since benchmarks number their controls anew. */
export function compareRecords(from: ComplianceRecord, to: ComplianceRecord): Drift {
  const [earlier, later] = [indexItems(from), indexItems(to)];
  const controls = Map.groupBy(
    [...from.results, ...to.results].flatMap(({ items }) => items),
    toItemKey,
  );
  const items = [...new Set([...earlier.keys(), ...later.keys()])].flatMap(key => {
    const [before, after] = [earlier.get(key), later.get(key)];
    const shown = after ?? before;
    if (shown === undefined || before?.state === after?.state) return [];
    const { check, subject, severity, message } = shown;
    return [
      {
        check,
        subject,
        severity,
        ...(before === undefined ? {} : { from: before.state }),
        ...(after === undefined ? {} : { to: after.state }),
        direction: findDirection(before?.state, after?.state),
        cause: findCause({ before, after }, from, to),
        message,
        controls: [...new Set((controls.get(key) ?? []).map(({ framework, control }) => `${framework} ${control}`))],
      },
    ];
  });
  return { items: items.toSorted((a, b) => rankDirection(a) - rankDirection(b)), controls: compareControls(from, to) };
}

const GOOD: ReadonlySet<State | undefined> = new Set(['pass', 'not-applicable', undefined]);
const BAD: ReadonlySet<State | undefined> = new Set(['fail', 'inconsistent']);

function findDirection(before: State | undefined, after: State | undefined): DriftItem['direction'] {
  if (BAD.has(after)) return BAD.has(before) ? 'other' : 'worse';
  if (BAD.has(before)) return GOOD.has(after) ? 'better' : 'other';
  // What passed and cannot be looked at any more is no longer proven.
  return before === 'pass' && !GOOD.has(after) ? 'worse' : 'other';
}

function rankDirection({ direction }: DriftItem): number {
  return ['worse', 'better', 'other'].indexOf(direction);
}

function compareControls(from: ComplianceRecord, to: ComplianceRecord): readonly DriftControl[] {
  const index = (record: ComplianceRecord): ReadonlyMap<string, RecordedControl> =>
    new Map(record.results.map(control => [`${control.framework} ${control.control}`, control]));
  const [earlier, later] = [index(from), index(to)];
  return [...new Set([...earlier.keys(), ...later.keys()])].flatMap(key => {
    const [before, after] = [earlier.get(key), later.get(key)];
    const shown = after ?? before;
    if (shown === undefined || before?.state === after?.state) return [];
    const { framework, control, title } = shown;
    const states = { ...(before === undefined ? {} : { from: before.state }), ...(after === undefined ? {} : { to: after.state }) };
    return [{ framework, control, title, ...states }];
  });
}
