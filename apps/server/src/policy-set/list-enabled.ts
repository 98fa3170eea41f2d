import { selectPreset } from '@breakwater/policy';
import type { PolicySet } from '@breakwater/protocol';
import { builtInPolicies, findStandard } from '../catalogue/catalogue.ts';

/** Policies that are on where no narrower setting says otherwise. */
export function listEnabled({ preset, settings }: PolicySet): ReadonlySet<string> {
  const enabled = new Set(selectPreset(preset, builtInPolicies, findStandard('pod-security')).ids);
  for (const { policy, scope, enabled: on } of settings) {
    if (Object.keys(scope).length > 0 || on === undefined) continue;
    if (on) enabled.add(policy);
    else enabled.delete(policy);
  }
  return enabled;
}

/** Policies that are on for at least a part of the world. */
export function listEnabledAnywhere(set: PolicySet): ReadonlySet<string> {
  return new Set([...listEnabled(set), ...set.settings.flatMap(({ policy, enabled }) => (enabled === true ? [policy] : []))]);
}
