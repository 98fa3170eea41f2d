import { RbacError } from './errors.ts';
import { coversUrl, type PolicyRule } from './rule.ts';

/** Single permissions that are compared one by one at most; real roles have hundreds. */
const MAX_ATOMS = 100_000;

export interface Coverage {
  readonly covered: boolean;
  /** Single permissions that no rule of the owner gives: why it is not covered. */
  readonly uncovered: readonly PolicyRule[];
}

/**
 * Whether somebody who has some rules may give others away: each single permission of those must be covered by one rule of the owner.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping
 *
 * @throws RbacError `rules-too-large`
 */
export function coverRules(owner: readonly PolicyRule[], requested: readonly PolicyRule[]): Coverage {
  const count = requested.reduce((sum, rule) => sum + countAtoms(rule), 0);
  if (count > MAX_ATOMS)
    throw new RbacError('rules-too-large', `the rules are ${count} single permissions; at most ${MAX_ATOMS} are compared`);
  const atoms = requested.flatMap(breakDown);
  const uncovered = atoms.filter(atom => !owner.some(rule => coversAtom(rule, atom)));
  return { covered: uncovered.length === 0, uncovered };
}

function countAtoms({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): number {
  const ofResources = apiGroups.length * resources.length * Math.max(1, resourceNames.length);
  return verbs.length * (ofResources + nonResourceURLs.length);
}

/** A rule as rules of one group, resource, verb and name, or of one verb and path. */
function breakDown(rule: PolicyRule): readonly PolicyRule[] {
  const names = rule.resourceNames.length === 0 ? [[]] : rule.resourceNames.map(name => [name]);
  const ofResources = rule.apiGroups.flatMap(group =>
    rule.resources.flatMap(resource =>
      rule.verbs.flatMap(verb =>
        names.map(resourceNames => ({ verbs: [verb], apiGroups: [group], resources: [resource], resourceNames, nonResourceURLs: [] })),
      ),
    ),
  );
  const ofUrls = rule.nonResourceURLs.flatMap(url =>
    rule.verbs.map(verb => ({ verbs: [verb], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [url] })),
  );
  return [...ofResources, ...ofUrls];
}

/** An enumeration never covers `*`, which stands for itself here. */
function coversAtom(owner: PolicyRule, atom: PolicyRule): boolean {
  return (
    coversText(owner.verbs, atom.verbs[0]) &&
    coversText(owner.apiGroups, atom.apiGroups[0]) &&
    coversResource(owner.resources, atom.resources[0]) &&
    coversName(owner.resourceNames, atom.resourceNames[0]) &&
    atom.nonResourceURLs.every(requested => owner.nonResourceURLs.some(url => coversUrl(url, requested)))
  );
}

function coversText(owner: readonly string[], requested: string | undefined): boolean {
  return requested === undefined || owner.includes('*') || owner.includes(requested);
}

function coversResource(owner: readonly string[], requested: string | undefined): boolean {
  if (coversText(owner, requested)) return true;
  const slash = requested?.indexOf('/') ?? -1;
  return requested !== undefined && slash >= 0 && owner.includes(`*${requested.slice(slash)}`);
}

function coversName(owner: readonly string[], requested: string | undefined): boolean {
  return owner.length === 0 || (requested !== undefined && owner.includes(requested));
}
