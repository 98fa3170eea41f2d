import { type Raw, toRecord, toText } from '@breakwater/inventory';
import type { NativePlan } from '@breakwater/policy';
import type { EnforcementState, NativeReason } from '@breakwater/protocol';
import type { ExistingObject, OwnedObject } from './owned-object.ts';
import { isAsWritten } from './owned-object.ts';
import { toNativeKey } from './reconcile.ts';

/** What is known of the cluster when states are described. */
export interface NativeSituation {
  readonly existing: ReadonlyMap<string, ExistingObject>;
  /** Why nothing is written at all, where that is so. */
  readonly hindrance: NativeReason | undefined;
  /** What went wrong with single objects, by their keys. */
  readonly failures: ReadonlyMap<string, NativeReason>;
  readonly exempt: readonly string[];
}

type Planned = Exclude<NativePlan, { readonly type: 'none' }>;

const MOST = 20;
const MAX_TEXT = 1900;

/** How one policy is enforced. */
export function describeState(plan: Planned, wanted: readonly OwnedObject[], situation: NativeSituation): EnforcementState {
  const { actions, everywhere } = plan;
  return { actions: [...actions], everywhere, native: describeNative(plan, wanted, situation) };
}

function describeNative(plan: Planned, wanted: readonly OwnedObject[], situation: NativeSituation): EnforcementState['native'] {
  const { existing, hindrance, failures, exempt } = situation;
  const base = { objects: [], reasons: [], warnings: [], exempt: [...exempt] };
  if (plan.type === 'obstacles') {
    const reasons = plan.obstacles.map(
      ({ fact, reason }): NativeReason => ({
        code: 'no-native-form',
        message: (fact === undefined ? reason : `${fact}: ${reason}`).slice(0, MAX_TEXT),
      }),
    );
    return { ...base, state: 'impossible', reasons: reasons.slice(0, MOST) };
  }
  const objects = wanted.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy').map(({ name }) => name);
  if (hindrance !== undefined)
    return {
      ...base,
      objects,
      state: hindrance.code === 'disabled' || hindrance.code === 'no-cluster' ? 'off' : 'failed',
      reasons: [hindrance],
    };
  const reasons = new Map(
    wanted.flatMap(object => failures.get(toNativeKey(object)) ?? []).map(reason => [JSON.stringify(reason), reason]),
  );
  if (reasons.size > 0) return { ...base, objects, state: 'failed', reasons: [...reasons.values()].slice(0, MOST) };
  const found = wanted.map(object => ({ object, known: existing.get(toNativeKey(object)) }));
  const isWritten = found.every(({ object, known }) => known !== undefined && isAsWritten(known, object));
  const statuses = found.flatMap(({ object, known }) =>
    object.kind === 'ValidatingAdmissionPolicy' && known !== undefined ? [known.raw] : [],
  );
  return {
    ...base,
    objects,
    state: isWritten && statuses.every(isObserved) ? 'active' : 'pending',
    warnings: statuses.flatMap(listWarnings).slice(0, MOST),
  };
}

/** Whether the API server's controller has looked at it as it is now. */
function isObserved(raw: Raw): boolean {
  return toRecord(raw['status'])['observedGeneration'] === toRecord(raw['metadata'])['generation'];
}

function listWarnings(raw: Raw): readonly string[] {
  const warnings = toRecord(toRecord(raw['status'])['typeChecking'])['expressionWarnings'];
  if (!Array.isArray(warnings)) return [];
  const name = toText(toRecord(raw['metadata'])['name']);
  return warnings.map(entry =>
    `${name}, ${toText(toRecord(entry)['fieldRef'])}: ${toText(toRecord(entry)['warning']).trim()}`.slice(0, MAX_TEXT),
  );
}
