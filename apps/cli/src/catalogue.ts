import policies from '@breakwater/content/policies.json' with { type: 'json' };
import standards from '@breakwater/content/standards.json' with { type: 'json' };
import type { PolicyDefinition, Standard } from '@breakwater/model';

/** The policies that ship with Breakwater, sorted by id. Checked against their schema when they were compiled. */
export const builtInPolicies = policies as unknown as readonly PolicyDefinition[];

export const builtInStandards = standards as unknown as readonly Standard[];

/** A standard that ships with Breakwater; its absence would be a defect of the release. */
export function findStandard(id: string): Standard {
  const standard = builtInStandards.find(candidate => candidate.id === id);
  if (standard === undefined) throw new TypeError(`standard ${id} is not part of this release`);
  return standard;
}
