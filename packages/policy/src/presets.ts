import { nearestName, type PolicyDefinition, type Standard } from '@breakwater/model';
import { PolicyError } from './errors.ts';

/** Names of policies, and what some of their parameters are set to. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly params: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export const PRESETS = ['recommended', 'baseline', 'restricted', 'all'] as const;

/** The policies of a preset: the quiet default set, a level of the Pod Security Standards, or everything. Throws PolicyError. */
export function selectPreset(name: string, policies: readonly PolicyDefinition[], podSecurity: Standard): Selection {
  switch (name) {
    case 'recommended':
      return { ids: new Set(policies.filter(policy => policy.recommended !== false).map(policy => policy.id)), params: {} };
    case 'all':
      return { ids: new Set(policies.map(policy => policy.id)), params: {} };
    case 'baseline':
      return selectLevel(podSecurity, ['baseline']);
    case 'restricted':
      return selectLevel(podSecurity, ['baseline', 'restricted']);
    default:
      throw unknownPreset(name);
  }
}

function selectLevel(standard: Standard, levels: readonly string[]): Selection {
  const controls = standard.controls.filter(control => levels.includes(control.level ?? ''));
  return {
    ids: new Set(controls.flatMap(control => control.policies ?? [])),
    params: Object.assign({}, ...controls.map(control => control.params ?? {})),
  };
}

function unknownPreset(name: string): PolicyError {
  const nearest = nearestName(name, PRESETS);
  const hint = nearest === undefined ? `known are ${PRESETS.join(', ')}` : `did you mean '${nearest}'?`;
  return new PolicyError('preset-unknown', `no preset is called '${name}'; ${hint}`);
}
