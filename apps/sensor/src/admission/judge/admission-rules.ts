/** How answers are found beside what the policies say; the administrator of the cluster decides it. */
export interface AdmissionRules {
  /** Policies whose own failure refuses; `*` is all. Of others a failure is told, and lets the request through. */
  readonly closed: ReadonlySet<string>;
  /** Whether an image of which nothing is known is refused by policies that refuse by what is known. */
  readonly unscanned: 'allow' | 'deny';
  /** Policies that no break-glass opens; `*` is all. */
  readonly unbreakable: ReadonlySet<string>;
  /** Whether a break-glass has to name a second person, and whether that person has to have confirmed it. */
  readonly secondPerson: 'nobody' | 'named' | 'confirmed';
}

export const DEFAULT_RULES: AdmissionRules = { closed: new Set(), unscanned: 'allow', unbreakable: new Set(), secondPerson: 'nobody' };

export function includesPolicy(policies: ReadonlySet<string>, id: string): boolean {
  return policies.has('*') || policies.has(id);
}
