import type { Enforcement } from '@breakwater/model';
import { isNarrow, rankScope } from '../settings/scope.ts';
import type { Decision, ScopedSetting } from '../settings/variants.ts';
import { changeDecision } from '../settings/variants.ts';
import { all, any, type Condition, not } from './condition.ts';
import { type ScopePlace, toSettingCondition } from './scope-condition.ts';

/** A part of all requests in which one decision holds. */
export interface Region {
  readonly decision: Decision;
  readonly condition: Condition;
}

/**
 * Where which decision holds, by the same precedence as `listVariants`: wide settings change each other in the order of their ranks, and of those that
 * speak of single objects the last one that takes an object changes the wide decision. Regions do not overlap, and no two have the same decision.
 */
export function listRegions(base: Decision, settings: readonly ScopedSetting[], place: ScopePlace): readonly Region[] {
  const conditions = settings
    .toSorted((a, b) => rankScope(a.scope) - rankScope(b.scope))
    .map(setting => ({ setting, condition: toSettingCondition(setting.scope, place) }))
    .filter(({ condition }) => condition !== false);
  const wide = conditions
    .filter(({ setting }) => !isNarrow(setting.scope))
    .reduce<readonly Region[]>(
      (regions, { setting, condition }) => merge(split(regions, setting, condition)),
      [{ decision: base, condition: true }],
    );
  const narrow = conditions.filter(({ setting }) => isNarrow(setting.scope));
  const found = narrow.flatMap(({ setting, condition }, index) => {
    const later = narrow.slice(index + 1).map(other => not(other.condition));
    return wide.map(region => toRegion(changeDecision(region.decision, setting), all(region.condition, condition, ...later)));
  });
  const none = narrow.map(({ condition }) => not(condition));
  return merge([...wide.map(({ decision, condition }) => toRegion(decision, all(condition, ...none))), ...found]);
}

function split(regions: readonly Region[], setting: ScopedSetting, condition: Condition): readonly Region[] {
  return regions.flatMap(region => [
    toRegion(changeDecision(region.decision, setting), all(region.condition, condition)),
    toRegion(region.decision, all(region.condition, not(condition))),
  ]);
}

function toRegion(decision: Decision, condition: Condition): Region {
  return { decision, condition };
}

function merge(regions: readonly Region[]): readonly Region[] {
  const groups = Map.groupBy(
    regions.filter(({ condition }) => condition !== false),
    ({ decision }) => toKey(decision),
  );
  return [...groups.values()].flatMap(members => {
    const [first] = members;
    return first === undefined ? [] : [toRegion(first.decision, any(...members.map(({ condition }) => condition)))];
  });
}

/** What is decided, whatever the order in which it is written. What is done in builds or while something runs makes no difference at admission. */
function toKey({ enabled, params, enforcement = {} }: Decision): string {
  return JSON.stringify(enabled ? [sort(params), readAction(enforcement)] : false);
}

export function readAction({ deploy = 'inform' }: Enforcement): NonNullable<Enforcement['deploy']> {
  return deploy;
}

function sort(value: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
