import examples from '@breakwater/content/examples.json' with { type: 'json' };
import policies from '@breakwater/content/policies.json' with { type: 'json' };
import standards from '@breakwater/content/standards.json' with { type: 'json' };
import type { PolicyDefinition, Standard } from '@breakwater/model';

export type Language = 'en' | 'ja';

/** The policies that ship with Breakwater, sorted by id. Checked against their schema when they were compiled. */
export const builtInPolicies = policies as unknown as readonly PolicyDefinition[];

const byId: ReadonlyMap<string, PolicyDefinition> = new Map(builtInPolicies.map(policy => [policy.id, policy]));

export function findPolicy(id: string): PolicyDefinition | undefined {
  return byId.get(id);
}

/** Texts of a policy in a language; the id stands for a policy that this release does not have. */
export function describePolicy(
  id: string,
  language: Language,
): { readonly title: string; readonly rationale: string; readonly remediation: string; readonly categories: string[] } {
  const policy = byId.get(id);
  if (policy === undefined) return { title: id, rationale: '', remediation: '', categories: [] };
  const { title, rationale, remediation } = language === 'ja' ? policy.ja : policy;
  return { title, rationale, remediation, categories: policy.categories };
}

/** A standard that ships with Breakwater; its absence would be a defect of the release. */
export function findStandard(id: string): Standard {
  const standard = (standards as unknown as readonly Standard[]).find(candidate => candidate.id === id);
  if (standard === undefined) throw new TypeError(`standard ${id} is not part of this release`);
  return standard;
}

interface Examples {
  readonly id: string;
  readonly comply: unknown[];
  readonly violate: unknown[];
}

const examplesById: ReadonlyMap<string, Examples> = new Map((examples as unknown as readonly Examples[]).map(entry => [entry.id, entry]));

/** Objects that comply and objects that violate, as the policy's file has them. */
export function findExamples(id: string): { readonly comply: unknown[]; readonly violate: unknown[] } {
  const { comply, violate } = examplesById.get(id) ?? { comply: [], violate: [] };
  return { comply, violate };
}
