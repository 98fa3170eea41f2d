import { nearestName, type PolicyDefinition, type Standard } from '@breakwater/model';
import { PolicyError } from './errors.ts';

/** Names of policies, and what some of their parameters are set to. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly params: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const PRESETS = ['recommended', 'baseline', 'restricted', 'all'] as const;

/** Frameworks that are presets by another name: the two levels, and a control for every policy. */
const NO_PRESETS = new Set(['lifecycle', 'pss']);

/** Names of all presets: the quiet default set, the levels of the Pod Security Standards, everything, and one for each framework that policies name. */
export function listPresets(policies: readonly PolicyDefinition[]): readonly string[] {
  const frameworks = new Set(policies.flatMap(({ standards }) => Object.keys(standards)));
  return [...PRESETS, ...[...frameworks].filter(framework => !NO_PRESETS.has(framework)).toSorted()];
}

/** Whether a policy judges what an image contains, which is known where an image was read and not where only objects are. */
export function isOfImageContent(policy: PolicyDefinition): boolean {
  return policy.target === 'image' && JSON.stringify(policy).includes('image.content.');
}

/** The policies of a preset that judge objects. Throws PolicyError. */
export function selectPreset(name: string, catalogue: readonly PolicyDefinition[], podSecurity: Standard): Selection {
  const policies = catalogue.filter(policy => !isOfImageContent(policy));
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
      return selectFramework(name, policies);
  }
}

function selectLevel(standard: Standard, levels: readonly string[]): Selection {
  const controls = standard.controls.filter(control => levels.includes(control.level ?? ''));
  return {
    ids: new Set(controls.flatMap(control => control.policies ?? [])),
    params: Object.assign({}, ...controls.map(control => control.params ?? {})),
  };
}

function selectFramework(name: string, policies: readonly PolicyDefinition[]): Selection {
  const presets = listPresets(policies);
  if (!presets.includes(name)) throw unknownPreset(name, presets);
  return { ids: new Set(policies.filter(({ standards }) => Object.hasOwn(standards, name)).map(policy => policy.id)), params: {} };
}

function unknownPreset(name: string, presets: readonly string[]): PolicyError {
  const nearest = nearestName(name, presets);
  const hint = nearest === undefined ? `known are ${presets.join(', ')}` : `did you mean '${nearest}'?`;
  return new PolicyError('preset-unknown', `no preset is called '${name}'; ${hint}`);
}
