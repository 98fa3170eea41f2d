import type { TargetInstance } from '@breakwater/inventory';
import type { Enforcement, Scope } from '@breakwater/model';
import { isNarrow, rankScope, reachesNamespace, takesTarget } from './scope.ts';

/** A change to a policy for a part of the world. */
export interface ScopedSetting {
  readonly scope: Scope;
  readonly enabled?: boolean;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly enforcement?: Enforcement;
}

/** Whether a policy is on, with which parameters, and what is done about its violations. */
export interface Decision {
  readonly enabled: boolean;
  readonly params: Readonly<Record<string, unknown>>;
  readonly enforcement?: Enforcement;
}

/** A policy as it judges a part of a namespace: of the settings that speak of single objects, the last one that takes an object counts. */
export interface Variant {
  readonly params: Decision['params'];
  readonly enforcement: Enforcement;
  readonly narrow: readonly ScopedSetting[];
  /** Of the setting in `narrow` whose objects it judges; -1 for those that none takes. */
  readonly index: number;
}

/** What of a policy is on in a namespace; several where settings speak of single objects. */
export function listVariants(base: Decision, all: readonly ScopedSetting[], cluster: string, namespace: string): readonly Variant[] {
  const settings = all
    .filter(({ scope }) => reachesNamespace(scope, cluster, namespace))
    .toSorted((a, b) => rankScope(a.scope) - rankScope(b.scope));
  const narrow = settings.filter(({ scope }) => isNarrow(scope));
  const wide = settings.filter(({ scope }) => !isNarrow(scope)).reduce(changeDecision, base);
  return [-1, ...narrow.keys()].flatMap(index => {
    const setting = narrow[index];
    const { enabled, params, enforcement = {} } = setting === undefined ? wide : changeDecision(wide, setting);
    return enabled ? [{ params, enforcement, narrow, index }] : [];
  });
}

/** Whether an object, or a part of one, is judged by this variant and not by another one of the policy. */
export function fitsVariant({ narrow, index }: Variant, instance: TargetInstance): boolean {
  return narrow.length === 0 || narrow.findLastIndex(({ scope }) => takesTarget(scope, instance)) === index;
}

/** Later settings are narrower. A setting without a switch leaves it on or off, and stages that it does not name as they are. */
export function changeDecision({ enabled, params, enforcement }: Decision, setting: ScopedSetting): Decision {
  return {
    enabled: setting.enabled ?? enabled,
    params: { ...params, ...setting.params },
    enforcement: { ...enforcement, ...setting.enforcement },
  };
}
