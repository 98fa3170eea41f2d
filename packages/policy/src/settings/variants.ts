import type { TargetInstance } from '@breakwater/inventory';
import type { Scope } from '@breakwater/model';
import { isNarrow, rankScope, reachesNamespace, takesTarget } from './scope.ts';

/** A change to a policy for a part of the world. */
export interface ScopedSetting {
  readonly scope: Scope;
  readonly enabled?: boolean;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Whether a policy is on, and with which parameters. */
export interface Decision {
  readonly enabled: boolean;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A policy as it judges a part of a namespace: of the settings that speak of single objects, the last one that takes an object counts. */
export interface Variant {
  readonly params: Decision['params'];
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
  const wide = settings.filter(({ scope }) => !isNarrow(scope)).reduce(change, base);
  return [-1, ...narrow.keys()].flatMap(index => {
    const setting = narrow[index];
    const { enabled, params } = setting === undefined ? wide : change(wide, setting);
    return enabled ? [{ params, narrow, index }] : [];
  });
}

/** Whether an object, or a part of one, is judged by this variant and not by another one of the policy. */
export function fitsVariant({ narrow, index }: Variant, instance: TargetInstance): boolean {
  return narrow.length === 0 || narrow.findLastIndex(({ scope }) => takesTarget(scope, instance)) === index;
}

/** Later settings are narrower. A setting with parameters alone leaves it on or off. */
function change({ enabled, params }: Decision, setting: ScopedSetting): Decision {
  return { enabled: setting.enabled ?? enabled, params: { ...params, ...setting.params } };
}
