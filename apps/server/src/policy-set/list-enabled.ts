import type { PolicyDefinition } from '@breakwater/model';
import { type Selection, selectPreset } from '@breakwater/policy';
import type { PolicySet } from '@breakwater/protocol';
import { builtInPolicies, findStandard } from '../catalogue/catalogue.ts';

/** Policies over images are on as well: they judge as soon as a scanner has told of any. */
const IMAGES = { contents: true, scans: true } as const;

/** Policies that are on where no narrower setting says otherwise. */
export function listEnabled({ preset, policies, settings }: PolicySet): ReadonlySet<string> {
  const enabled = new Set(selectPolicies(preset, policies).ids);
  for (const { policy, scope, enabled: on } of settings) {
    if (Object.keys(scope).length > 0 || on === undefined) continue;
    if (on) enabled.add(policy);
    else enabled.delete(policy);
  }
  return enabled;
}

/** What is on before any setting, with the parameters that come with it: the preset, and everything that people wrote. */
export function selectPolicies(preset: string, own: readonly PolicyDefinition[]): Selection {
  const { ids, params } = selectPreset(preset, builtInPolicies, findStandard('pod-security'), IMAGES);
  return { ids: new Set([...ids, ...own.map(({ id }) => id)]), params };
}

/** Policies that are on for at least a part of the world. */
export function listEnabledAnywhere(set: PolicySet): ReadonlySet<string> {
  return new Set([...listEnabled(set), ...set.settings.flatMap(({ policy, enabled }) => (enabled === true ? [policy] : []))]);
}
