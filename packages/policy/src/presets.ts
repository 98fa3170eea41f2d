import { nearestName, type PolicyDefinition, type Standard } from '@breakwater/model';
import { PolicyError } from './errors.ts';

/** Sets of policies over events: the quiet one, what the API server recorded, and everything. */
export const RUNTIME_PRESETS = ['runtime', 'runtime-audit', 'runtime-all'] as const;

/** Ids of the policies over events that a preset of RUNTIME_PRESETS holds. Throws PolicyError. */
export function selectRuntimePreset(name: string, catalogue: readonly PolicyDefinition[]): ReadonlySet<string> {
  if (!(RUNTIME_PRESETS as readonly string[]).includes(name)) throw unknownPreset(name, RUNTIME_PRESETS);
  const isIn = ({ recommended, events = [] }: PolicyDefinition): boolean =>
    name === 'runtime-all' || (name === 'runtime' ? recommended !== false : events.includes('kube-audit'));
  return new Set(catalogue.filter(policy => policy.target === 'event' && isIn(policy)).map(({ id }) => id));
}

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

/** What is known of images where policies judge: what one contains, and what a scan said of it. */
export interface ImageKnowledge {
  readonly contents: boolean;
  readonly scans: boolean;
}

const NO_IMAGES: ImageKnowledge = { contents: false, scans: false };

/** Whether a policy judges what an image contains, which is known where an image was read and not where only objects are. */
export function isOfImageContent(policy: PolicyDefinition): boolean {
  return JSON.stringify(policy).includes('image.content.');
}

/** Whether a policy judges what a scan found in an image. */
export function isOfImageScan(policy: PolicyDefinition): boolean {
  return JSON.stringify(policy).includes('image.scan.');
}

/**
 * The policies of a preset that judge objects, and, where anything is known of images, those that judge that. Of the latter the recommended
 * ones are all but those of the reason `local`, which are rules of one's own. Throws PolicyError.
 */
export function selectPreset(
  name: string,
  catalogue: readonly PolicyDefinition[],
  podSecurity: Standard,
  images: ImageKnowledge = NO_IMAGES,
): Selection {
  const isKnown = (policy: PolicyDefinition): boolean =>
    policy.target !== 'event' && (images.contents || !isOfImageContent(policy)) && (images.scans || !isOfImageScan(policy));
  const policies = catalogue.filter(isKnown);
  switch (name) {
    case 'recommended':
      return { ids: new Set(policies.filter(isRecommended).map(policy => policy.id)), params: {} };
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

function isRecommended(policy: PolicyDefinition): boolean {
  const isOfImages = isOfImageContent(policy) || isOfImageScan(policy);
  return policy.recommended !== false || (isOfImages && policy.reason !== 'local');
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
