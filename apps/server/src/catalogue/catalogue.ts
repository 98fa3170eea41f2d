import examples from '@breakwater/content/examples.json' with { type: 'json' };
import policies from '@breakwater/content/policies.json' with { type: 'json' };
import standards from '@breakwater/content/standards.json' with { type: 'json' };
import type { Policy, PolicyDefinition, PolicyExample, Standard } from '@breakwater/model';

export type Language = 'en' | 'ja';

/** The policies that ship with Breakwater, sorted by id. Checked against their schema when they were compiled. */
export const builtInPolicies = policies as unknown as readonly PolicyDefinition[];

const builtInById: ReadonlyMap<string, PolicyDefinition> = new Map(builtInPolicies.map(policy => [policy.id, policy]));

/** Whether a policy ships with Breakwater: nobody else may have its id. */
export function isBuiltIn(id: string): boolean {
  return builtInById.has(id);
}

export const builtInStandards = standards as unknown as readonly Standard[];

/** A standard that ships with Breakwater; its absence would be a defect of the release. */
export function findStandard(id: string): Standard {
  const standard = builtInStandards.find(candidate => candidate.id === id);
  if (standard === undefined) throw new TypeError(`standard ${id} is not part of this release`);
  return standard;
}

export interface Examples {
  readonly comply: PolicyExample[];
  readonly violate: PolicyExample[];
}

const examplesById: ReadonlyMap<string, Examples> = new Map(
  (examples as unknown as readonly (Examples & { readonly id: string })[]).map(entry => [entry.id, entry]),
);

/** A policy that somebody wrote, and who changed it last. */
export interface OwnPolicy {
  readonly definition: Policy;
  readonly revision: number;
  readonly updatedBy: string;
  readonly updatedAt: string;
}

/** Texts of a policy in a language. */
export interface PolicyTexts {
  readonly title: string;
  readonly rationale: string;
  readonly remediation: string;
  readonly categories: string[];
}

/** Every policy that there is at one moment: those of the release and those that people wrote. One of theirs stands before one of the release. */
export class Catalogue {
  /** Sorted by id. */
  readonly policies: readonly PolicyDefinition[];
  readonly own: ReadonlyMap<string, OwnPolicy>;
  readonly #byId: ReadonlyMap<string, PolicyDefinition>;

  constructor(own: readonly OwnPolicy[]) {
    this.own = new Map(own.map(policy => [policy.definition.id, policy]));
    const all = [...builtInPolicies.filter(({ id }) => !this.own.has(id)), ...own.map(({ definition }) => definition)];
    this.policies = all.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    this.#byId = new Map(this.policies.map(policy => [policy.id, policy]));
  }

  find(id: string): PolicyDefinition | undefined {
    return this.#byId.get(id);
  }

  /** The id stands for a policy that is gone, or that this release does not have. */
  describe(id: string, language: Language): PolicyTexts {
    const policy = this.#byId.get(id);
    if (policy === undefined) return { title: id, rationale: '', remediation: '', categories: [] };
    const { title, rationale, remediation } = language === 'ja' ? policy.ja : policy;
    return { title, rationale, remediation, categories: policy.categories };
  }

  /** Objects that comply and objects that violate, as the policy's text has them. */
  findExamples(id: string): Examples {
    const { comply, violate } = this.own.get(id)?.definition.examples ?? examplesById.get(id) ?? { comply: [], violate: [] };
    return { comply, violate };
  }
}
