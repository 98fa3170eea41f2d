import type { BehaviorBaseline } from '@breakwater/model';
import { listEntries } from './list-entries.ts';

export interface BaselineChange {
  readonly change: 'added' | 'gone';
  /** As `process init /bin/sh`, and of a program that both know `process init /bin/sh: user 0`. */
  readonly text: string;
}

/** What one baseline knows and the other does not: between two versions of a workload, or before and after some days. Sorted by text. */
export function diffBaselines(before: BehaviorBaseline, after: BehaviorBaseline): readonly BaselineChange[] {
  const [old, young] = [listLines(before), listLines(after)];
  return [
    ...[...young]
      .filter(([line, of]) => !old.has(line) && (of === '' || old.has(of)))
      .map(([text]): BaselineChange => ({ change: 'added', text })),
    ...[...old]
      .filter(([line, of]) => !young.has(line) && (of === '' || young.has(of)))
      .map(([text]): BaselineChange => ({ change: 'gone', text })),
  ].toSorted((a, b) => (a.text < b.text ? -1 : 1));
}

/** Each line with the entry that it is a detail of; a detail says nothing new where all of the entry is. */
function listLines(baseline: BehaviorBaseline): ReadonlyMap<string, string> {
  return new Map(
    listEntries(baseline).flatMap(({ text, details }) => [
      [text, ''] as const,
      ...details.map(detail => [`${text}: ${detail}`, text] as const),
    ]),
  );
}
