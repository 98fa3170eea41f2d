import { compareSeverity, type Result } from '@breakwater/model';
import { toViolationKey, VIOLATION_STATES, type ViolationBody } from '@breakwater/protocol';

type ViolationState = ViolationBody['state'];

/** Results of one violation that are told in full. */
const MAX_RESULTS = 20;

/** The worst of several states first: what is open counts before what somebody accepted. */
const ORDER: readonly ViolationState[] = ['fail', 'error', 'review', 'accepted'];

/** What is worth a row, by its key: results of one policy about one object or container, in one. */
export function listViolations(
  results: readonly Result[],
  japanese: ReadonlyMap<Result, string> = new Map(),
): ReadonlyMap<string, ViolationBody> {
  const groups = Map.groupBy(results.filter(isWorthRow), toViolationKey);
  return new Map([...groups].map(([key, group]) => [key, toBody(group, japanese)]));
}

/** Whether a result is told by itself, and not only counted. */
export function isWorthRow(result: Result): boolean {
  return toState(result) !== undefined;
}

function toBody(group: readonly Result[], japanese: ReadonlyMap<Result, string>): ViolationBody {
  const states = group.flatMap(result => toState(result) ?? []);
  const sorted = group.toSorted((a, b) => compareSeverity(b.severity, a.severity));
  const shown = sorted.slice(0, MAX_RESULTS);
  const ja = shown.flatMap(result => japanese.get(result) ?? []);
  return {
    state: ORDER.find(state => states.includes(state)) ?? 'fail',
    results: shown,
    more: Math.max(0, sorted.length - MAX_RESULTS),
    ...(ja.length === shown.length ? { ja } : {}),
  };
}

function toState({ state }: Result): ViolationState | undefined {
  return VIOLATION_STATES.find(candidate => candidate === state);
}
