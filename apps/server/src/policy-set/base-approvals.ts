import type { PolicySetting } from '@breakwater/protocol';

/** What people approved of base images: beginnings of names that may be used now. */
export interface BaseApprovals {
  /** Of any state. */
  readonly count: number;
  readonly active: readonly string[];
}

export const BASE_POLICY = 'base-image-not-allowed';

/** Begins no name, so that nothing is allowed once every approval has ended: with an empty list the policy would ask for nothing. */
const NOTHING = '(no base image is approved at present)';

/**
 * Settings with the approvals as the parameter of the policy about base images. It is on then, unless somebody has turned it off; what settings
 * of people allow stays allowed.
 */
export function addApprovals(settings: readonly PolicySetting[], { count, active }: BaseApprovals): readonly PolicySetting[] {
  if (count === 0) return settings;
  const isGeneral = ({ policy, scope }: PolicySetting): boolean => policy === BASE_POLICY && Object.keys(scope).length === 0;
  const general = settings.filter(isGeneral);
  const stated = general.flatMap(({ params }) => toTexts(params?.['allowed']));
  const prefixes = [...stated, ...active.map(pattern => pattern.replace(/\*+$/, ''))];
  const allowed = prefixes.length === 0 ? [NOTHING] : [...new Set(prefixes)];
  const others = settings.filter(setting => !isGeneral(setting));
  const merged = Object.assign({ policy: BASE_POLICY, scope: {} }, ...general) as PolicySetting;
  return [...others, { ...merged, enabled: merged.enabled ?? true, params: { ...merged.params, allowed } }];
}

function toTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(one => typeof one === 'string') : [];
}
